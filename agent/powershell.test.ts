// PowerShell, where there is one: in CAISEY_PWSH, or on PATH.
import { delimiter, dirname } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { shellArguments } from "./argv.ts";
import { findShell } from "./shells.ts";
import { agentFor, removeFolder } from "./test-agent.ts";
import { type Peer, startPeer } from "./test-peer.ts";

const given = process.env.CAISEY_PWSH;
if (given) process.env.PATH = `${dirname(given)}${delimiter}${process.env.PATH}`;
const shell = (["pwsh", "powershell"] as const).find((name) => findShell(name) !== undefined);
if (!shell) console.warn("SKIPPED: PowerShell (neither CAISEY_PWSH nor pwsh or powershell on PATH)");

let peer: Peer;
let agent: Awaited<ReturnType<typeof agentFor>>;
beforeAll(async () => {
	peer = await startPeer();
	agent = await agentFor(peer);
});
afterAll(async () => {
	agent.stop();
	await peer.close();
	removeFolder(agent.folder);
});

const run = (command: string) => peer.run(peer.makePlan(command, shell ? { shell } : {}));

test("a command is handed to PowerShell as UTF-16 in base64, so that nothing of it can be misread", () => {
	const [encoded = ""] = shellArguments("pwsh", `"ä" '\u{1f600}' $x; \`n`).slice(-1);
	expect(Buffer.from(encoded, "base64").toString("utf16le")).toBe(`"ä" '\u{1f600}' $x; \`n`);
	expect(shellArguments("pwsh", "1")).toEqual([
		"-NoLogo",
		"-NoProfile",
		"-NonInteractive",
		"-OutputFormat",
		"Text",
		"-EncodedCommand",
		"MQA=",
	]);
});

test.skipIf(!shell)(
	"PowerShell writes to both streams, and its exit code counts [needs pwsh]",
	{ timeout: 30_000 },
	async () => {
		const { text, errors, end } = await run('"hello"; [Console]::Error.WriteLine("oops"); exit 3');
		expect(text.trim()).toBe("hello");
		expect(errors.trim()).toBe("oops");
		expect(end).toEqual({ outcome: "exited", code: 3 });
	},
);

test.skipIf(!shell)(
	"the snapshot has PSVersion and ExecutionPolicy [needs pwsh]",
	{ timeout: 30_000 },
	async () => {
		const { run: id, text } = await run(
			"$PSVersionTable.PSVersion.ToString(); (Get-ExecutionPolicy).ToString()",
		);
		const [version, policy] = text.split(/\r?\n/);
		expect(peer.events(id)[0]).toMatchObject({ facts: { PSVersion: version, ExecutionPolicy: policy } });
	},
);

test.skipIf(!shell)(
	"a command that asks for input is not answered, and ends [needs pwsh]",
	{ timeout: 30_000 },
	async () => {
		const { end, errors } = await run("$name = Read-Host; exit 7");
		expect(errors).not.toBe("");
		expect(end.outcome).toBe("exited");
	},
);
