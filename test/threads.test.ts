// One session in several workspaces: proposed in one, decided in another, talked about in all.
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import type { ClientMessage } from "../local/slack/people/wire.ts";
import type { TranscriptHeader } from "../protocol/read/transcript-source.ts";
import { brightside, desk, office, startThreads } from "./world/companies/threads.ts";
import { type SlackLine, startSlackLine } from "./world/lines/slack-line.ts";
import { ask, propose, sessionName } from "./world/people/acts.ts";
import { hasButton, type Person, textOf } from "./world/people/chat.ts";
import { signIn } from "./world/people/console.ts";
import { entries } from "./world/record.ts";
import { channel, type World } from "./world/world.ts";

let world: World;
let line: SlackLine;
beforeAll(async () => {
	world = await startThreads();
	line = await startSlackLine(world.slack);
});
afterAll(async () => {
	await world?.stop();
	await line?.stop();
});

const dana = () => world.person("dana");
const adaThere = () => world.person("ada", office.id);
const kim = () => world.person("kim", brightside.id);

/** How the session's message begins on the desk. */
const onDesk = (session: ClientMessage) => `Acme Dental · ${sessionName(session)}`;

/** A thread's messages below its first, in order, without our cards and notices. */
const inThread = (person: Person, root: ClientMessage, marks: RegExp): Promise<string[]> =>
	person
		.state()
		.then(({ messages }) =>
			messages.filter(({ thread, ts }) => thread === root.ts && ts !== root.ts).map(textOf),
		)
		.then((texts) => texts.filter((text) => marks.test(text)));

const verified = async (person: Person, root: ClientMessage) => {
	const reader = await signIn(world, person, root);
	const { checks } = await reader.json<{ checks: { ok: boolean; detail: string }[] }>("verify");
	expect(checks.filter(({ ok }) => !ok)).toEqual([]);
	return reader;
};

test("a plan proposed in one workspace is approved in another; every copy of its card is edited", async () => {
	const session = await ask(world, "please turn the old sign-in off");
	const card = await propose(world, session, { command: "echo off", changes: "turns it off" });
	const there = await adaThere().until("the card in the other workspace's channel", ({ messages }) =>
		messages.find((one) => one.channel === "C0OFFICE" && textOf(one).includes("turns it off") && one.thread),
	);
	const root = await adaThere().message(sessionName(session));
	expect(there.thread).toBe(root.ts);
	await adaThere().message("@U0ADAOFF", "asks you to approve");
	const direct = await adaThere().until("the card, directly", ({ messages }) =>
		messages.find((one) => one.channel === "D0ADAOFF" && hasButton(one, "Approve")),
	);

	await adaThere().press(there, "Approve");
	const copies = [
		[world.person("ada"), card],
		[adaThere(), there],
		[adaThere(), direct],
	] as const;
	for (const [person, copy] of copies) {
		const done = await person.until("the finished copy", ({ messages }) =>
			messages.find(({ ts, ...one }) => ts === copy.ts && /^Done/.test(textOf(one))),
		);
		expect(textOf(done)).toContain("Approved by Ada Lindqvist (approver) in Slack");
		expect(hasButton(done, "Approve")).toBe(false);
	}
	const reader = await verified(world.person("tom"), session);
	expect((await entries(reader, "vote.cast")).map(({ ref }) => ref?.workspace)).toEqual(["slack:T0OFFICE"]);
	expect(
		(await entries(reader, "thread.opened")).map(({ thread, place, called }) => [
			thread,
			place.channel,
			called,
		]),
	).toEqual(
		expect.arrayContaining([
			["own", channel, "#acme-dental"],
			["desk", desk, "#desk"],
			["client", "C0OFFICE", "#it"],
		]),
	);
	const [text = "", ids = ""] = (await reader.text("transcript.txt")).split(
		"=== appendix: technical details",
	);
	for (const line of [
		"Asked in: #acme-dental\n",
		"In #acme-dental, everything said is recorded\n",
		"On the MSP's desk, #desk, everything said is recorded\n",
		"In #it, where the approvers are, everything said is recorded\n",
		"Dana Reyes (requester) via Slack: asked in #acme-dental:\n",
		"Caisey: opened a thread on the MSP's desk, #desk",
	])
		expect(text).toContain(line);
	const { header } = await reader.json<{ header: TranscriptHeader }>("transcript.json");
	for (const id of [header.session, channel, desk, "C0OFFICE", "slack:T0"]) {
		expect(text).not.toContain(id);
		expect(ids).toContain(id);
	}
	expect(await reader.text("")).toContain(
		"Asked by <bdi>Dana Reyes (requester)</bdi> in <bdi>#acme-dental</bdi>",
	);
});

test("talk in one thread appears in the others once, in order, inert, under its author's name", async () => {
	const session = await ask(world, "please look at the talk");
	const atDesk = await kim().message(onDesk(session));
	const hostile = "1 <!channel> <https://evil.example|click> &amp; <@U0ADA>";
	await dana().say(channel, hostile, session.ts);
	await kim().message("Dana Reyes (requester) in Slack: ", hostile);
	for (const n of [2, 3, 4, 5]) {
		await kim().say(desk, `${n} from the desk`, atDesk.ts);
		await dana().say(channel, `${n} from the client`, session.ts);
		// Slack's events of two messages may overtake each other: the order is that in which they were heard.
		await dana().message("Kim Adeyemi (technician) in Slack: ", `${n} from the desk`);
		await kim().message("Dana Reyes (requester) in Slack: ", `${n} from the client`);
	}
	expect(await inThread(dana(), session, /in Slack: .*\d from/)).toEqual(
		[2, 3, 4, 5].map((n) => `Kim Adeyemi (technician) in Slack:  ${n} from the desk`),
	);
	expect(await inThread(kim(), atDesk, /in Slack: .*\d from/)).toEqual(
		[2, 3, 4, 5].map((n) => `Dana Reyes (requester) in Slack:  ${n} from the client`),
	);
	const reader = await verified(world.person("tom"), session);
	const said = (await entries(reader, "message.said")).map(({ text, ref, actor }) => [
		actor.name,
		ref.workspace,
		text,
	]);
	expect(said).toHaveLength(9);
	expect(said).toContainEqual(["Kim Adeyemi", "slack:T0BRIGHT", "3 from the desk"]);
	expect(JSON.stringify(said)).not.toContain("in Slack");
});

test("a relay says that its author has no role, in every state, and nothing of an author with one", async () => {
	const session = await ask(world, "please mind who speaks");
	const atDesk = await kim().message(onDesk(session));
	const eve = world.person("eve");
	await eve.say(channel, "yes, go ahead", session.ts);
	const copy = await kim().message("“Eve Stone” (no role here) in Slack: ", "yes, go ahead");
	await dana().say(channel, "no, wait", session.ts);
	await kim().message("Dana Reyes (requester) in Slack: ", "no, wait");
	const ivy = world.person("ivy", brightside.id);
	await ivy.say(desk, "on my way", atDesk.ts);
	await dana().message("“Ivy Intern” (no role here) in Slack: ", "on my way");
	const own = await eve.until("it", ({ messages }) =>
		messages.find((one) => one.thread === session.ts && one.text.includes("go ahead")),
	);
	await eve.delete(own);
	await kim().until("the copy of what is gone", ({ messages }) =>
		messages.find(
			({ ts, ...one }) => ts === copy.ts && /\(no role here\) in Slack: \(deleted\)/.test(textOf(one)),
		),
	);
});

test("edits and deletions follow, and files are named with their size", async () => {
	const session = await ask(world, "please follow the edits");
	const atDesk = await kim().message(onDesk(session));
	const file = { name: "note.txt", base64: Buffer.from("seventeen bytes!!").toString("base64") };
	await dana().say(channel, "first wording", session.ts, [file]);
	const copy = await kim().message("first wording", "note.txt", "17 bytes");
	expect(hasButton(copy, "Full transcript")).toBe(true);
	const own = await dana().until("it", ({ messages }) =>
		messages.find((one) => one.thread === session.ts && one.text.includes("first wording")),
	);
	await dana().edit(own, "second wording");
	await kim().until("the edited copy", ({ messages }) =>
		messages.find(({ ts, ...one }) => ts === copy.ts && /\(edited\): .*second wording/.test(textOf(one))),
	);
	await dana().delete(own);
	await kim().until("the copy of what is gone", ({ messages }) =>
		messages.find(({ ts, ...one }) => ts === copy.ts && /deleted/.test(textOf(one))),
	);
	expect(await inThread(kim(), atDesk, /wording/)).toEqual([]);
});

test("a denial in another workspace, with its reason, appears in every thread", async () => {
	const one = await ask(world, "please decide here");
	await propose(world, one, { command: "echo here", changes: "it is here" });
	const there = await adaThere().until("the card", ({ messages }) =>
		messages.find((found) => found.channel === "C0OFFICE" && textOf(found).includes("it is here")),
	);
	const boss = world.person("boss", office.id);
	await boss.press(there, "Deny…");
	const view = await boss.dialog("Why?");
	await boss.submit(view, { question: "not today" });
	await dana().message("Bo Ström said no to", "not today");
	const reader = await verified(world.person("tom"), one);
	expect((await entries(reader, "vote.cast")).map(({ actor, verdict }) => [actor.name, verdict])).toEqual([
		["Bo Ström", "deny"],
	]);
});

test("while one workspace is down, nothing is lost, doubled or out of order", async () => {
	await world.worker().stop();
	await world.restartWorker({ SLACK_API_URL: line.apiUrl });
	const session = await ask(world, "please stay in order");
	const atDesk = await kim().message(onDesk(session));
	const reader = await signIn(world, dana(), session);
	const heard = async () => JSON.stringify(await entries(reader, "message.said"));
	const before = line.refused();
	line.set(brightside.id, "down");
	for (const n of [1, 2, 3, 4]) {
		await dana().say(channel, `${n} while it is down`, session.ts);
		// Slack's events may overtake each other: the order is that in which they were heard.
		await expect.poll(heard).toContain(`${n} while it is down`);
	}
	await kim().say(desk, "heard all the same", atDesk.ts);
	await dana().message("Kim Adeyemi", "heard all the same");
	await expect.poll(() => line.refused() - before).toBeGreaterThan(1);
	line.set(brightside.id, "up");
	await kim().message("Dana Reyes", "4 while it is down");
	expect(await inThread(kim(), atDesk, /while it is down/)).toEqual(
		[1, 2, 3, 4].map((n) => `Dana Reyes (requester) in Slack:  ${n} while it is down`),
	);
});

test("when Slack's answer to every post is lost and no one may read back, each message is there once", async () => {
	await world.worker().stop();
	await world.restartWorker({ SLACK_API_URL: line.apiUrl });
	const ada = world.person("ada");
	const posted: string[] = [];
	line.judge = ({ method, fields }) => {
		// Some apps may read once a minute: https://docs.slack.dev/reference/methods/conversations.history
		if (/^conversations\.(history|replies)$/.test(method)) return { silence: 600 };
		if (method !== "chat.postMessage") return "pass";
		posted.push(Metadata.parse(fields.metadata).event_payload.key);
		return "lose the answer";
	};
	// What was found is edited, and a press at that very moment meets blocks that are there no more.
	const found = ({ ts }: ClientMessage) =>
		ada.until("its edit", ({ messages }) => messages.find((one) => one.ts === ts && one.edited));
	const session = await ask(world, "please find it again");
	await found(session);
	const card = await propose(world, session, { command: "echo found", changes: "finds it again" });
	await ada.press(await found(card), "Approve");
	const everywhere = [dana(), ada, adaThere(), kim()];
	const texts = async () => {
		const states = await Promise.all(everywhere.map((person) => person.state()));
		const all = states.flatMap(({ messages }) => messages.filter(({ onlyYou }) => !onlyYou));
		return [...new Map(all.map((one) => [`${one.channel} ${one.ts}`, textOf(one)])).values()];
	};
	const count = async (pattern: RegExp) => (await texts()).filter((text) => pattern.test(text)).length;
	// The session's card in three threads; the plan's there and in Ada's two chats; the short messages in three threads.
	const wanted = [
		[/Caisey session .*please find it again/s, 3],
		[/^Done on CLIENT-ACCT-01 .*finds it again/s, 5],
		[/approved the change on CLIENT-ACCT-01: Tom Okafor's “finds it again”/, 3],
		[/Done on CLIENT-ACCT-01: Tom Okafor's “finds it again”/, 3],
	] as const;
	const counted = () => Promise.all(wanted.map(([pattern]) => count(pattern)));
	await expect.poll(counted).toEqual(wanted.map(([, n]) => n));
	expect(posted.length).toBeGreaterThan(13);
	expect(posted.filter((key, at) => posted.indexOf(key) !== at)).toEqual([]);
	expect(world.workerLog()).toMatch(/posting plan:[^ ]+: uncertain/);
});

const Metadata = z.looseObject({ event_payload: z.object({ key: z.string() }) });
