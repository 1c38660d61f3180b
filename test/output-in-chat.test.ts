// How much of a run's output is seen in chat: its first lines with exact counts, or nothing if the policy says so.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import type { ClientMessage } from "../local/slack/people/wire.ts";
import { ask, propose } from "./world/people/acts.ts";
import { applyConfirmed } from "./world/people/changes.ts";
import { type Person, textOf } from "./world/people/chat.ts";
import { signIn } from "./world/people/console.ts";
import { entries } from "./world/record.ts";
import { acmeSetup, startWorld, type World } from "./world/world.ts";

let world: World;
let ada: Person;
let session: ClientMessage;
beforeAll(async () => {
	world = await startWorld();
	ada = world.person("ada");
	session = await ask(world);
});
afterAll(() => world?.stop());

const cardSays = (card: ClientMessage, ...texts: string[]): Promise<ClientMessage> =>
	ada.until(`the card with ${texts.join(" and ")}`, ({ messages }) =>
		messages.find((one) => one.ts === card.ts && texts.every((text) => textOf(one).includes(text))),
	);

test("chat shows the first lines of long output, and the number of all", async () => {
	const command = "seq 1 300; printf end; echo trouble >&2";
	const card = await propose(world, session, { command, changes: "counts" });
	await ada.press(card, "Approve");
	const bytes = 9 + 90 * 2 + 201 * 3 + 300 + 3;
	const done = await cardSays(card, "exit 0", `stdout ${(bytes).toLocaleString("en")} bytes`);
	expect(textOf(done)).toContain("shown: first 20 of 302 lines");
});

test("chat shows output as people read it, and the end of what failed: each step in its own way", async () => {
	const line = (text: string) => [...text].map((one) => `${one}\\000`).join("");
	const card = await propose(world, session, {
		before: "printf 'Start pending\\r\\nRunning\\r\\n'",
		command: [
			"for i in $(seq 60); do printf '  - \\r  \\\\ \\r  | \\r  / \\r'; done",
			"printf '\\033[?25l\\r  ########  2.10 MB / 2.10 MB\\r\\nfailed with code 1603\\r\\n'",
			"grep nobody /dev/null",
		].join("\n"),
		after: `printf '${line("Node,Caption")}\\r\\000\\n\\000${line("PC01,Windows")}\\r\\000\\n\\000'`,
		changes: "prints",
	});
	await ada.press(card, "Approve");
	const done = await cardSays(card, "Didn't work on CLIENT-ACCT-01", "exit 1 (grep: no match)");
	const [text, before, failed, after] = [
		textOf(done),
		"Start pending\nRunning",
		"  ########  2.10 MB / 2.10 MB\nfailed with code 1603",
		"Node,Caption\nPC01,Windows",
	];
	for (const output of [before, failed, after]) expect(text).toContain(output);
	expect(text).toMatch(/Output, shown as a terminal leaves it +· shown: all/);
	expect(text).toMatch(/Output, read as UTF-16LE +· shown: all/);
	expect(text).not.toContain("⟨");
});

test("chat masks what looks like a secret in output; the record has it", async () => {
	const recovery = "111111-222222-333333-444444-555555-666666-777777-888888";
	const command = `printf 'Password:\\n %s\\nPassword : %s\\n' ${recovery.replaceAll("-", "'-'")} 'Tr0ub''4dor'`;
	const card = await propose(world, session, { command, changes: "shows keys" });
	await ada.press(card, "Approve");
	const done = await cardSays(card, "Done on CLIENT-ACCT-01", "masked: a BitLocker recovery key");
	expect(textOf(done)).toContain("Password : ⟨masked: a value given as password, 9 characters⟩");
	const { messages } = await ada.state();
	const shown = messages.map(textOf).join("\n");
	for (const secret of [recovery, "Tr0ub4dor"]) expect(shown).not.toContain(secret);
	const reader = await signIn(world, ada, session);
	const { run } = (await entries(reader, "run.ended")).at(-1) ?? {};
	expect(await reader.text(`runs/${run}/stdout`)).toBe(`Password:\n ${recovery}\nPassword : Tr0ub4dor\n`);
});

const Exported = z.object({
	runs: z.array(
		z.object({ run: z.string(), records: z.array(z.object({ kind: z.string(), bytes: z.string() })) }),
	),
});

test.each([
	["a background job that will print", "(sleep 20; echo late) & echo started", "2 processes"],
	["a process in a session of its own", "setsid sleep 20 > /dev/null 2>&1 & echo started", "1 process"],
	["a process before a command that fails unseen", "sleep 20 > /dev/null & false; echo started", "1 process"],
	[
		"a process that the agent can't tell from others",
		"setsid env -i /bin/sleep 20 & echo started",
		"at least 1 process",
	],
])("%s goes on after the step: the card says so, and each export", async (what, command, left) => {
	const card = await propose(world, session, { command, changes: what, shell: "bash" });
	await ada.press(card, "Approve");
	const isNamed = !left.startsWith("at least");
	await cardSays(card, "Done on CLIENT-ACCT-01", `and ${left} that it started`, "still running", "started");
	const reader = await signIn(world, ada, session);
	const { run } = (await entries(reader, "run.ended")).at(-1) ?? {};
	const { runs } = Exported.parse(await reader.json("transcript.json"));
	const events = runs
		.filter((one) => one.run === run)
		.flatMap(({ records }) => records)
		.flatMap(({ kind, bytes }) => (kind === "event" ? [JSON.parse(atob(bytes))] : []));
	const said = isNamed
		? { type: "left", v: 1, processes: expect.any(Array) }
		: { type: "output-held", v: 1, graceMs: expect.any(Number) };
	expect(events).toContainEqual(said);
	const text = await reader.text("transcript.txt");
	expect(text).toContain(`, and ${left} that it started`);
	const remark = isNamed ? /\n {2}\(still running: process(es)? [\d, ]+\)\n/ : /still holds its output open/;
	expect(text).toMatch(remark);
	expect(await reader.text("")).toMatch(isNamed ? /still running: process(es)? \d+/ : remark);
});

test("exit 0 isn't done where a command inside failed: the card says which, and the session's message too", async () => {
	const command = "echo hello; false\ntrue";
	const card = await propose(world, session, { command, changes: "hides", shell: "bash" });
	await ada.press(card, "Approve");
	const done = await cardSays(card, "Exit 0, but false returned 1 on line 1");
	expect(textOf(done)).toContain("Done on CLIENT-ACCT-01, but check: false returned 1 on line 1");
	await ada.message("Done on CLIENT-ACCT-01, but check: false returned 1 on line 1", "hides");
});

test("a policy that takes output out of chat also covers earlier plans: chat shows only counts", async () => {
	const go = join(world.folder, "go");
	const prints = "printf Zyx; printf 4711";
	const card = await propose(world, session, {
		command: `until [ -e ${go} ]; do sleep 0.1; done; ${prints}`,
		changes: "waits",
		before: prints,
		after: prints,
	});
	await ada.press(card, "Approve");
	await cardSays(card, "Before", "exit 0", "Running");
	const { clients, ...rest } = acmeSetup();
	const acme = clients["acme-dental"] as (typeof clients)[string];
	await applyConfirmed(world, {
		...rest,
		clients: { "acme-dental": { ...acme, policy: { outputInChat: "counts" } } },
	});
	writeFileSync(go, "");
	await ada.message("Done on CLIENT-ACCT-01", "waits");
	const done = await cardSays(card, "Done on CLIENT-ACCT-01", "output is kept out of chat");
	expect(textOf(done)).toContain("stdout 7 bytes");
	const { messages } = await ada.state();
	expect(messages.filter((one) => textOf(one).includes("Zyx4711"))).toEqual([]);
});
