// What a real agent records of a bash step: which commands failed, at their place in the output.
import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { counts } from "../../domain/inside.ts";
import { findShell } from "../process/shells.ts";
import { agentOfTests } from "../testing/suite.ts";

const { peer, agent } = await agentOfTests();
const hasBash = findShell("bash") !== undefined;
if (!hasBash) console.warn("SKIPPED: what the agent sees in bash (no bash on PATH)");

const run = async (command: string, name?: string) => {
	const script = name ? { script: { name, encoding: "utf-8" as const, arguments: ["a b"] } } : {};
	const result = await peer.run(peer.makePlan([{ phase: "command", command, ...script }], { shell: "bash" }));
	const events = peer.events(result.run);
	const entries = events.flatMap((event) => (event.type === "inside" ? event.entries : []));
	return { ...result, types: events.map(({ type }) => type), entries };
};

describe.skipIf(!hasBash)("in bash", () => {
	test("a command that fails before the last is in the recording, and nothing is left behind", async () => {
		const { end, text, entries, types } = await run("echo hello; false; true");
		expect({ end, text }).toEqual({ end: { outcome: "exited", code: 0 }, text: "hello\n" });
		expect(types).toEqual(["context", "capture", "ran-as", "started", "inside", "end"]);
		expect(entries).toMatchObject([
			{ what: "native", path: "false", code: 1, bestEffort: true, position: { line: 1, text: "false" } },
		]);
		expect(readdirSync(agent.folder.pipes).filter((name) => /\.(?:traps|sh)$/.test(name))).toEqual([]);
	});

	test.each([
		["echo Name?; read -r name; echo $name", ["native", "prompt-refused"]],
		["read -rp 'Name? ' name; echo $name", ["native"]],
		["read -r name < /dev/null; echo $name", ["native"]],
		["{ read -r a; read -r b; } <<< x; read -r c; echo $c", ["native", "native"]],
		["shopt -s lastpipe; echo x | { read -r b; read -r c; :; }; echo $c", ["native"]],
		["printf abc | read -r name; echo $name", ["native"]],
		["time printf abc |& read -r name; echo $name", ["native"]],
		["f() { printf abc | read -r name; }; f; echo", ["native"]],
		["f() { read -r name; }; printf abc | f; echo", ["native"]],
		["f() { read -r name; }; f; echo", ["native", "prompt-refused"]],
		["coproc { printf abc; exec >&-; read -r go; }; exec 0>&$COPROC; read -r name; echo", ["native"]],
		["read -u 3 name; echo", ["native"]],
		["read 1name; echo", ["native"]],
		["false || read -r name; echo", ["native", "prompt-refused"]],
		["while read -r name; do :; done; echo", []],
	])("a read that can only be of the step's empty input got no answer: %s", async (command, expected) => {
		const { entries } = await run(command);
		expect(entries.map(({ what }) => what)).toEqual(expected);
		const asked = entries.filter(({ what }) => what === "prompt-refused");
		expect(asked).toEqual(asked.map((one) => ({ ...one, prompt: "text", text: "read -r name" })));
	});

	test.each([
		["read -rp 'Name? ' name; echo", true],
		["printf abc | read -rp 'Name? ' name; echo", false],
	])("a read that asks, of a pipeline, had input: %s", async (command, isFailure) => {
		const { entries } = await run(command);
		expect(entries.map(counts)).toEqual([isFailure]);
	});

	test("a script file is watched whatever it ends with: bash never hands its process to that", async () => {
		const script = 'echo "$1 $# $LINENO $(basename "$0")"\nfalse\nsh -c "exit 3"\n';
		const { end, text, entries } = await run(script, "fix.sh");
		expect({ end, text }).toEqual({ end: { outcome: "exited", code: 3 }, text: "a b 1 1 fix.sh\n" });
		expect(entries).toMatchObject([
			{ path: "false", code: 1, position: { line: 2 } },
			{ path: "sh", code: 3, position: { line: 3 } },
		]);
	});

	test("a script that a signal ends at its last line ends as it would without a trap", async () => {
		const { end, text } = await run('sh -c "kill -11 \\$\\$"', "fix.sh");
		expect({ end, text }).toEqual({ end: { outcome: "exited", code: 139 }, text: "" });
	});
});
