// Ctrl-C while an approved command runs, and what the next start makes of it.
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bundled } from "../test/world/once.ts";
import { ask, propose } from "../test/world/people/acts.ts";
import { Person, textOf } from "../test/world/people/chat.ts";
import { freePort } from "../test/world/ports.ts";
import { start, stopAll } from "./testing/starting.ts";

let folder: string;
let port: number;
let slack: string;
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), "caisey-stop-"));
	port = await freePort();
	slack = `http://localhost:${port}`;
});
afterAll(async () => {
	await stopAll();
	await rm(folder, { recursive: true, force: true });
});

const person = (handle: string) => new Person(slack, handle);
const file = (name: string) => join(folder, name);
/** Ends once the file `<name>.go` is there. */
const waiting = (name: string) =>
	`touch ${file(name)}; until [ -e ${file(`${name}.go`)} ]; do sleep 0.05; done; echo late`;

/** Has a command proposed and approved; resolves when it runs. */
const approve = async (name: string) => {
	const session = await ask({ person }, `please run ${name}`);
	const card = await propose({ person }, session, { command: waiting(name), changes: `runs ${name}` });
	await person("ada").press(card, "Approve");
	await expect.poll(() => existsSync(file(name))).toBe(true);
};
const card = (name: string, words: string) =>
	person("ada").until(`${name}: ${words}`, ({ messages }) =>
		messages.find((one) => textOf(one).includes(`runs ${name}`) && textOf(one).includes(words)),
	);
/** A stack trace, or an error of Node's own. */
const trace = /^\s+at .*:\d+:\d+|Error: |\[cause\]/m;

test.skipIf(process.platform === "win32")(
	"Ctrl-C waits for a running command, whose result the next start shows; a second one leaves the next command, by name [POSIX]",
	async () => {
		const first = start(folder, port, bundled());
		await first.printed("press Approve");
		await approve("first");
		first.interrupt();
		await first.printed("waiting for 1 command to end; a second signal (Ctrl-C) stops at once");
		await first.printed("running: plan pl_");
		await writeFile(file("first.go"), "");
		expect(await first.ended).toBe(0);

		const second = start(folder, port, bundled());
		await second.printed("press Approve");
		await card("first", "Done");
		await approve("second");
		second.interrupt();
		await second.printed("waiting for 1 command to end");
		process.kill(second.child.pid ?? 0, "SIGTERM");
		const said = await second.printed("left running: plan pl_");
		expect(await second.ended).toBe(0);
		expect(said).not.toMatch(trace);
		const pid = Number(/left running: .* process (\d+)/.exec(said)?.[1]);
		expect(() => process.kill(pid, 0)).not.toThrow();

		const third = start(folder, port, bundled());
		expect(await third.printed("press Approve")).not.toMatch(trace);
		// The agent judges what was left once the Worker has welcomed it, perhaps after the banner.
		const told = "ran when the agent last stopped, so its outcome is unknown. Still running: process ";
		const log = () => readFile(file("agent.log"), "utf8");
		await expect.poll(log).toContain(told);
		await card("second", "We don't know how it went");
		await card("second", "still running");
		await writeFile(file("second.go"), "");
		third.interrupt();
		expect(await third.ended).toBe(0);
		expect(await third.printed("press Approve")).not.toMatch(trace);
	},
);
