// Decisions, endpoints and reports that come late, or never: nothing runs that should not, and the people who wait learn why.
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ClientMessage } from "../local/slack/people/wire.ts";
import { type Line, startLine } from "./world/lines/line.ts";
import { ask, propose } from "./world/people/acts.ts";
import { textOf } from "./world/people/chat.ts";
import { type Reader, signIn } from "./world/people/console.ts";
import { entries } from "./world/record.ts";
import { timePasses } from "./world/storage.ts";
import { startWorld, type World } from "./world/world.ts";

const hour = 3_600_000;

let world: World;
let line: Line;
let session: ClientMessage;
let reader: Reader;
beforeAll(async () => {
	world = await startWorld({
		agentUrl: async (url) => {
			line = await startLine(url);
			return line.url;
		},
	});
	session = await ask(world);
	reader = await signIn(world, world.person("tom"), session);
});
afterAll(async () => {
	await world?.stop();
	line?.close();
});

const trace = (name: string) => `echo ran >> '${join(world.folder, name)}'`;
const ran = (name: string) => existsSync(join(world.folder, name));

/** The plan's card, once it says all of this. */
const cardSays = (card: ClientMessage, ...texts: string[]): Promise<ClientMessage> =>
	world
		.person("ada")
		.until(`the card with ${texts.join(" and ")}`, ({ messages }) =>
			messages.find((one) => one.ts === card.ts && texts.every((text) => textOf(one).includes(text))),
		);

/** The thread's messages about this change, oldest first. */
const told = async (changes: string): Promise<string[]> =>
	(await world.person("dana").state()).messages
		.filter(({ thread }) => thread === session.ts)
		.map(textOf)
		.filter((text) => text.startsWith("@") && text.includes(changes))
		.map((text) => text.replaceAll(/ (?=[,:] )|(?<=[,:] ) /g, ""));

/** The endpoint is back, and has done whatever it is going to do. */
const backAgain = async (): Promise<void> => {
	world.runAgent("CLIENT-ACCT-01");
	const card = await propose(world, session, { command: "echo here", changes: `is there again ${++times}` });
	await world.person("ada").press(card, "Approve");
	await cardSays(card, "Done on CLIENT-ACCT-01");
};
let times = 0;

const both = "@Dana Reyes, @Tom Okafor:";

test("a plan approved before its time runs only then, and the card says when", async () => {
	const ada = world.person("ada");
	/** Approved and shown so before its time. A busy machine may come to that too late, and then has more time for another one. */
	const approved = async (seconds = 45) => {
		const notBefore = Math.ceil(Date.now() / 1000) + seconds;
		const file = `early ${seconds}`;
		const card = await propose(world, session, {
			...{ command: trace(file), changes: `not within ${seconds} s`, notBefore },
		});
		expect(textOf(card)).toContain("but not before");
		await ada.press(card, "Approve");
		const shown = await ada.until("that it waits, or its end", ({ messages }) => {
			const text = messages.filter(({ ts }) => ts === card.ts).map(textOf)[0] ?? "";
			return /Approved, waiting to run|Done on/.test(text) && { text };
		});
		if (shown.text.includes("Done on")) return approved(4 * seconds);
		for (const words of ["Approved, waiting to run", "Starts no earlier than", "and must start by"])
			expect(shown.text).toContain(words);
		return { card, file, notBefore };
	};
	const { card, file, notBefore } = await approved();
	await sleep(notBefore * 1000 - Date.now());
	await cardSays(card, "Done on CLIENT-ACCT-01");
	expect(statSync(join(world.folder, file)).mtimeMs).toBeGreaterThanOrEqual(notBefore * 1000);
});

test("an endpoint that isn't back in time: everyone learns that nothing ran, and nothing does when it is back", async () => {
	const ada = world.person("ada");
	await world.agent().stop();
	const changes = "comes too late";
	const card = await propose(world, session, { command: trace("too late"), changes });
	await ada.press(card, "Approve");
	await cardSays(card, "Approved, waiting to run", "Must start by");
	await timePasses(world, 2 * hour);
	await cardSays(
		card,
		"Not run on CLIENT-ACCT-01",
		"it didn't accept the plan before the time to start had passed",
		"Approved by Ada Lindqvist",
	);
	await ada.message("didn't run on CLIENT-ACCT-01");
	expect(await told("didn't run")).toEqual([
		`${both} Tom Okafor's “${changes}” didn't run on CLIENT-ACCT-01: it didn't accept the plan before the time to start had passed.`,
	]);
	await backAgain();
	expect(ran("too late")).toBe(false);
	expect((await entries(reader, "plan.undelivered")).map(({ because }) => because)).toEqual([
		"run-by-passed",
	]);
});

test("a plan cancelled before delivery doesn't run, and the card says who cancelled it", async () => {
	const [ada, tom] = [world.person("ada"), world.person("tom")];
	await world.agent().stop();
	const changes = "is cancelled in time";
	const card = await propose(world, session, { command: trace("cancelled"), changes });
	await ada.press(card, "Approve");
	await tom.press(await cardSays(card, "Approved, waiting to run"), "Cancel…");
	await cardSays(card, "Cancelled on CLIENT-ACCT-01", "Cancelled by Tom Okafor", "before it arrived there");
	await ada.message("Tom Okafor cancelled the change", changes);
	expect((await told(changes)).at(-1)).toBe(
		`${both} Tom Okafor cancelled the change on CLIENT-ACCT-01: “${changes}”.`,
	);
	await backAgain();
	expect(ran("cancelled")).toBe(false);
});

test("an agent that goes silent after its grant: no one waits for ever, and a late result is still announced", async () => {
	const ada = world.person("ada");
	const changes = "is not heard of";
	const card = await propose(world, session, { command: trace("unheard"), changes });
	line.onGrant = (grant) => {
		line.lost = true;
		return grant;
	};
	await ada.press(card, "Approve");
	await expect.poll(() => ran("unheard")).toBe(true);
	await timePasses(world, 5 * hour);
	await cardSays(
		card,
		"We don't know how it went on CLIENT-ACCT-01: the agent went silent",
		"the change may or may not have run. Check that machine before you propose it again",
	);
	await ada.message("We don't know whether", changes);
	const page = await reader.text("");
	expect(page).toContain("the agent went silent");

	line.lost = false;
	line.cut();
	await cardSays(card, "Done on CLIENT-ACCT-01", "exit 0");
	// The card says so as well, and may say it first.
	await expect
		.poll(async () => (await told(changes)).slice(-2))
		.toEqual([
			`${both} We don't know whether Tom Okafor's “${changes}” worked on CLIENT-ACCT-01: the agent went silent.`,
			`${both} Done on CLIENT-ACCT-01: Tom Okafor's “${changes}”.`,
		]);
	expect(readFileSync(join(world.folder, "unheard"), "utf8")).toBe("ran\n");
});

test("the records verify, except for the times that this test moved", async () => {
	const { checks } = await reader.json<{ checks: { ok: boolean; what: string }[] }>("verify");
	expect(checks.filter(({ ok }) => !ok).map(({ what }) => what)).toEqual(["Decisions"]);
});
