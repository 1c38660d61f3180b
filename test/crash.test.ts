// Crashes in the middle, of either side: nothing acked is lost, nothing runs twice, and the record says what is known.
import { createHash } from "node:crypto";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { appears, ask, planCard, propose } from "./world/people/acts.ts";
import { textOf } from "./world/people/chat.ts";
import { signIn } from "./world/people/console.ts";
import { startWorld, type World } from "./world/world.ts";

let world: World;
beforeAll(async () => {
	world = await startWorld();
});
afterAll(() => world?.stop());

test("the Worker is killed in the middle: the run goes on, and every byte is there afterwards", async () => {
	const ada = world.person("ada");
	const session = await ask(world);
	const [half, go] = [join(world.folder, "half"), join(world.folder, "go")];
	const command = `seq 1 200000; touch '${half}'; while [ ! -e '${go}' ]; do sleep 0.05; done; seq 200001 400000; echo over >> '${join(world.folder, "over")}'`;
	const card = await propose(world, session, { command, changes: "counts" });
	await ada.press(card, "Approve");
	await appears(world.folder, "half");
	await world.worker().kill();
	await world.shell(`touch '${go}'`);
	await appears(world.folder, "over");
	await world.restartWorker();

	const done = await ada.until("the end", ({ messages }) =>
		messages.find((one) => one.ts === card.ts && textOf(one).includes("Done on CLIENT-ACCT-01")),
	);
	const reader = await signIn(world, ada, done);
	const run = await reader.run("command");
	const expected = Array.from({ length: 400_000 }, (_, n) => `${n + 1}\n`).join("");
	expect(sha256(await (await reader.get(`runs/${run}/stdout`)).text())).toBe(sha256(expected));
	expect(readFileSync(join(world.folder, "over"), "utf8")).toBe("over\n");
	expect((await reader.json<{ ok: boolean }>("verify")).ok).toBe(true);
});

test("the agent is killed in the middle: what it had is kept, the outcome is unknown, and it is never run twice", async () => {
	const ada = world.person("ada");
	const session = await ask(world);
	const [started, count] = [join(world.folder, "started"), join(world.folder, "count")];
	const command = `echo once >> '${count}'; seq 1 50000; touch '${started}'; sleep 600`;
	const card = await propose(world, session, { command, after: "echo after", changes: "waits" });
	await ada.press(card, "Approve");
	await appears(world.folder, "started");
	await ada.until("its output on the card", ({ messages }) =>
		messages.find((one) => one.ts === card.ts && textOf(one).includes("49999")),
	);
	await world.agent().kill();
	world.runAgent("CLIENT-ACCT-01");

	const done = await ada.until("the end", ({ messages }) =>
		messages.find((one) => one.ts === card.ts && /We don.t know/.test(textOf(one))),
	);
	const reader = await signIn(world, ada, done);
	const run = await reader.run("command");
	const expected = Array.from({ length: 50_000 }, (_, n) => `${n + 1}\n`).join("");
	expect(sha256(await (await reader.get(`runs/${run}/stdout`)).text())).toBe(sha256(expected));
	expect(readFileSync(count, "utf8")).toBe("once\n");
	expect((await reader.json<{ ok: boolean }>("verify")).ok).toBe(true);
});

test("a command that restarts the machine, as its plan says, runs once: the check after runs when the agent is back", async () => {
	const ada = world.person("ada");
	const session = await ask(world);
	const count = join(world.folder, "restarts");
	const proposal = {
		command: `echo once >> '${count}'; printf 'going %s' down; sleep 600`,
		after: `cat '${count}'`,
	};
	const card = await propose(world, session, { ...proposal, changes: "restarts it", restart: true });
	expect(textOf(card)).toContain("This restarts the machine");
	await ada.press(card, "Approve");
	await ada.until("its output on the card", ({ messages }) =>
		messages.find((one) => one.ts === card.ts && textOf(one).includes("going down")),
	);
	await world.agent().kill();
	const db = new DatabaseSync(join(world.stateOf("CLIENT-ACCT-01"), "agent.db"), { timeout: 120_000 });
	db.exec("UPDATE plans SET boot = 'before the restart'");
	db.close();
	world.runAgent("CLIENT-ACCT-01");

	const done = await ada.until("the end", ({ messages }) =>
		messages.find(
			(one) =>
				one.ts === card.ts &&
				/but check: restarted as approved, back at \d\d:\d\d UTC and no exit code was recorded/.test(
					textOf(one),
				),
		),
	);
	const reader = await signIn(world, ada, done);
	const after = await reader.run("after");
	expect(await (await reader.get(`runs/${after}/stdout`)).text()).toBe("once\n");
	const text = await reader.text("transcript.txt");
	expect(text).toMatch(/Exit code: none \(restarted as approved, back at \d\d:\d\d UTC\)/);
	expect((await reader.json<{ ok: boolean }>("verify")).ok).toBe(true);
});

test("on Monday: the agent's folder is wiped and the Worker restarted, and the transcript is still all there", async () => {
	const ada = world.person("ada");
	const session = await ask(world, "what exactly did you do");
	const card = await propose(world, session, { command: "echo on Friday", changes: "something on Friday" });
	await ada.press(card, "Approve");
	await ada.until("the end", ({ messages }) =>
		messages.find((one) => one.ts === card.ts && textOf(one).includes("Done on CLIENT-ACCT-01")),
	);
	await world.agent().stop();
	rmSync(world.stateOf("CLIENT-ACCT-01"), { recursive: true });
	await world.worker().stop();
	await world.restartWorker();

	const reader = await signIn(world, ada, await planCard(ada, session, "something on Friday"));
	const text = await reader.text("transcript.txt");
	for (const part of ["what exactly did you do", "Command: echo on Friday", "    on Friday", "Exit code: 0"])
		expect(text).toContain(part);
	expect((await reader.json<{ ok: boolean }>("verify")).ok).toBe(true);
});

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
