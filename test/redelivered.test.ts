// Every kind of request that Slack sends, delivered twice at once and once more later: one effect.
import { afterAll, beforeAll, expect, test } from "vitest";
import { actions, dialogs } from "../cards/actions.ts";
import type { ClientMessage } from "../local/slack/wire.ts";
import { ask, planCard, propose, sessionName } from "./world/acts.ts";
import { hasButton, optionOf, type Person, textOf } from "./world/chat.ts";
import { type Reader, signIn } from "./world/console.ts";
import {
	carried,
	deliver,
	eventBody,
	interaction,
	planValues,
	pressBody,
	submissionBody,
} from "./world/forged.ts";
import { entries } from "./world/record.ts";
import { channel, startWorld, type World } from "./world/world.ts";

let world: World;
let session: ClientMessage;
let reader: Reader;
let ada: Person;
beforeAll(async () => {
	world = await startWorld();
	ada = world.person("ada");
	session = await ask(world);
	reader = await signIn(world, world.person("tom"), session);
});
afterAll(() => world?.stop());

/** Twice at once, and again when that was answered. */
const thrice = async (body: string, type?: string): Promise<void> => {
	const send = () => deliver(world, body, type === undefined ? {} : { type });
	const first = await Promise.all([send(), send()]);
	for (const { status } of [...first, await send()]) expect(status).toBe(200);
};

/** What is asked for after all of that has been dealt with: its entry is behind all of theirs. */
const dealtWith = async (): Promise<void> => {
	const before = (await entries(reader, "message.said")).length;
	await world.person("dana").say(channel, "And then?", session.ts);
	await expect.poll(() => entries(reader, "message.said"), { timeout: 20_000 }).toHaveLength(before + 1);
};

const place = () => ({ workspace: "slack:T0LOCAL1", channel, thread: session.ts });
const question = (text: string) => ({ question: { value: { value: text } } });
const ofPlan = (card: ClientMessage) => ({
	plan: carried(card, actions.deny),
	place: place(),
	message: card.ts,
});

test("a message in the thread", async () => {
	const at = "1700000001.000100";
	const said = { type: "message", channel, channel_type: "channel", user: "U0DANA", team: "T0LOCAL1" };
	const body = eventBody({ ...said, ts: at, event_ts: at, thread_ts: session.ts, text: "Said once." });
	await thrice(body, "application/json");
	expect((await entries(reader, "message.said")).map(({ text }) => text)).toEqual(["Said once."]);
});

test("a slash command", async () => {
	const command = { command: "/caisey", text: "asked once", trigger_id: "17.T0LOCAL1.once" };
	const who = { team_id: "T0LOCAL1", channel_id: channel, user_id: "U0DANA", user_name: "dana" };
	await thrice(new URLSearchParams({ ...command, ...who }).toString());
	await ada.message("Caisey session", "asked once");
	await ask(world, "the next after the command");
	expect((await ada.state()).messages.filter((one) => textOf(one).includes("asked once"))).toHaveLength(1);
});

test("the shortcut on a message", async () => {
	await world.person("dana").say(channel, "The lamp hums.");
	const { ts } = await ada.message("The lamp hums.");
	const user = { id: "U0TOM", username: "tom", name: "tom", team_id: "T0LOCAL1" };
	await thrice(
		interaction({
			type: "message_action",
			callback_id: "start_session",
			trigger_id: "18.T0LOCAL1.once",
			token: "local",
			team: { id: "T0LOCAL1", domain: "local" },
			user,
			channel: { id: channel, name: "acme-dental" },
			message_ts: ts,
			message: { type: "message", ts, user: "U0DANA", team: "T0LOCAL1", text: "The lamp hums." },
			response_url: "http://localhost:1/none",
		}),
	);
	await ada.message("Caisey session", "The lamp hums.");
	await ask(world, "the next after the shortcut");
	const opened = (await ada.state()).messages.filter(
		(one) => textOf(one).includes("Caisey session") && textOf(one).includes("The lamp hums."),
	);
	expect(opened).toHaveLength(1);
});

test("a proposal", async () => {
	const tom = world.person("tom");
	await tom.press(await tom.message(sessionName(session)), "Run a command…");
	const endpoint = optionOf(await tom.dialog("CLIENT-ACCT-01"), "endpoints", "CLIENT-ACCT-01").value;
	const from = { from: "session", session: reader.session };
	const metadata = { session: reader.session, place: place(), from, preview: null, kept: false };
	const values = planValues(endpoint, "echo hello", "is proposed once");
	await thrice(submissionBody({ by: "tom", callback: dialogs.plan, metadata, values }));
	await planCard(ada, session, "is proposed once");
	await dealtWith();
	expect(await entries(reader, "plan.proposed")).toHaveLength(1);
});

test("a question about a plan", async () => {
	const card = await propose(world, session, { command: "echo once", changes: "is asked about once" });
	await thrice(
		submissionBody({ by: "ada", callback: dialogs.ask, metadata: ofPlan(card), values: question("Why?") }),
	);
	await ada.message("asks about the change", "Why?");
	await dealtWith();
	expect(await entries(reader, "question.asked")).toHaveLength(1);
	expect((await ada.state()).messages.filter((one) => textOf(one).includes("“Why?”"))).toHaveLength(1);
});

test("a denial", async () => {
	const card = await planCard(ada, session, "is asked about once");
	const denial = { by: "ada", callback: dialogs.deny, metadata: ofPlan(card), values: question("No.") };
	await thrice(submissionBody(denial));
	await ada.message("denied the change", "No.");
	await dealtWith();
	expect(await entries(reader, "vote.cast")).toHaveLength(1);
	expect(await entries(reader, "plan.decided")).toHaveLength(1);
	expect(
		(await ada.state()).messages.filter((one) => textOf(one).includes("denied the change")),
	).toHaveLength(1);
});

test("a press on [Cancel] of what runs", async () => {
	const card = await propose(world, session, {
		command: "echo begun; sleep 3600",
		changes: "is cancelled once",
	});
	await ada.press(card, "Approve");
	await ada.until("the running card", ({ messages }) =>
		messages.find((one) => one.ts === card.ts && hasButton(one, "Cancel")),
	);
	const plan = carried(card, actions.deny);
	await thrice(
		pressBody({ by: "ada", action: actions.cancel, value: plan, thread: session.ts, message: card.ts }),
	);
	await ada.message("Didn't work on CLIENT-ACCT-01: is cancelled once");
	await dealtWith();
	expect(await entries(reader, "cancel.asked")).toHaveLength(1);
	expect(await entries(reader, "run.ended")).toHaveLength(1);
	expect(await reader.json("verify")).toMatchObject({ ok: true });
});
