// Every press by a wrong person, twice, late, from another place or with another plan's id: no run, a record, an answer.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { actions, dialogs } from "../cards/actions.ts";
import type { ClientMessage } from "../local/slack/wire.ts";
import { ask, planCard, propose } from "./world/acts.ts";
import { textOf } from "./world/chat.ts";
import { type Reader, signIn } from "./world/console.ts";
import { carried, deliver, pressBody, submissionBody } from "./world/forged.ts";
import { answered, audit, entries, entriesOf, refusals, strays } from "./world/record.ts";
import { acmeSetup, channel, startWorld, type World } from "./world/world.ts";

let world: World;
let session: ClientMessage;
let elsewhere: ClientMessage;
let reader: Reader;
let elsewhereReader: Reader;
/** Tom's plan in `session`, open throughout; and one in `elsewhere`. */
let card: ClientMessage;
let elsewhereCard: ClientMessage;
/** Nobody decides on it. */
let forgotten: ClientMessage;

/** A command that leaves a file behind, and whether it did. */
const trace = (name: string) => `echo ran >> '${join(world.folder, name)}'`;
const ran = (name: string) => existsSync(join(world.folder, name));
const planOf = (shown: ClientMessage) => carried(shown, actions.approve);

beforeAll(async () => {
	world = await startWorld();
	const tom = world.person("tom");
	[session, elsewhere] = [await ask(world), await ask(world)];
	[reader, elsewhereReader] = [await signIn(world, tom, session), await signIn(world, tom, elsewhere)];
	const setup = acmeSetup();
	const acme = setup.clients["acme-dental"];
	await world.apply({
		...setup,
		clients: { "acme-dental": { ...acme, policy: { decideWithin: 60 } } },
	} as never);
	forgotten = await propose(world, elsewhere, { command: trace("forgotten"), changes: "nobody decides" });
	await world.apply(setup);
	card = await propose(world, session, { command: trace("first"), changes: "the first" });
	elsewhereCard = await propose(world, elsewhere, { command: trace("elsewhere"), changes: "the other" });
});
afterAll(() => world?.stop());

/** Presses Approve on a card by hand, as this person, where it stands. */
const approve = (by: string, shown: ClientMessage, some: object = {}) =>
	deliver(
		world,
		pressBody({
			by,
			action: actions.approve,
			value: planOf(shown),
			thread: shown.thread,
			message: shown.ts,
			...some,
		}),
	);

const stillOpen = async () => {
	const kinds = (await entriesOf(reader)).map(({ kind }) => kind);
	expect(kinds).not.toContain("vote.cast");
	expect(kinds).not.toContain("plan.decided");
	expect(kinds).not.toContain("run.started");
	expect(ran("first")).toBe(false);
};

test.each([
	["the office manager", "dana", "not-an-approver", /Only Ada Lindqvist or Sam Roy can approve.*told them/],
	["who proposed it", "tom", "own-proposal", /somebody else decides. Ask Ada Lindqvist or Sam Roy/],
	["somebody without a role", "eve", "not-an-approver", /Only Ada Lindqvist or Sam Roy.*Ask one of them/],
])("%s presses Approve", async (_, handle, code, answer) => {
	const person = world.person(handle);
	await answered(person, () => person.press(card, "Approve"), answer);
	const { actor } = (await entries(reader, "attempt.refused")).at(-1) as {
		actor: { name: string; identity: string };
	};
	expect(actor.identity).toBe(`slack:T0LOCAL1:U0${handle.toUpperCase()}`);
	expect(await refusals(reader)).toContain(`${actor.name} approve ${code}`);
	await stillOpen();
});

test.each([
	["the office manager", "dana"],
	["who proposed it", "tom"],
])("%s denies: nothing is decided", async (_, handle) => {
	const person = world.person(handle);
	await person.press(card, "Deny…");
	const view = await person.dialog("Deny this change?");
	await person.submit(view, { question: "because" });
	await person.dialog(handle === "tom" ? "somebody else decides" : "Only Ada Lindqvist");
	expect((await refusals(reader)).filter((one) => / deny /.test(one)).at(-1)).toMatch(
		/deny (not-an-approver|own-proposal)$/,
	);
	await stillOpen();
});

test("somebody who may approve and propose does not approve what they proposed", async () => {
	const own = await propose(world, session, { command: trace("own"), changes: "sam's own", by: "sam" });
	const sam = world.person("sam");
	await answered(
		sam,
		() => sam.press(own, "Approve"),
		/You proposed this, so somebody else decides. Ask Ada Lindqvist/,
	);
	expect(await refusals(reader)).toContain("Sam Roy approve own-proposal");
	await stillOpen();
});

test("the office manager and somebody without a role don't cancel", async () => {
	for (const handle of ["dana", "eve"]) {
		const press = {
			by: handle,
			action: actions.cancel,
			value: planOf(card),
			thread: session.ts,
			message: card.ts,
		};
		await answered(
			world.person(handle),
			() => deliver(world, pressBody(press)),
			"Only the proposer, an approver",
		);
	}
	expect((await refusals(reader)).filter((one) => one.endsWith("cancel may-not-cancel"))).toHaveLength(2);
	await stillOpen();
});

test("somebody of another workspace presses from there: refused, told, kept in the deployment's log", async () => {
	const mal = world.person("mal", "T0OTHER");
	const there = { team: "T0OTHER", channel: "C0OTHER", thread: null };
	await answered(mal, () => approve("U0MAL", card, there), "belongs to another conversation");
	expect(await strays(world)).toContainEqual(
		expect.stringMatching(new RegExp(`^slack:T0OTHER:U0MAL .*vote wrong-place ${planOf(card)}`)),
	);
	// The same with the channel and thread of the card: they are another workspace's there.
	await approve("U0MAL", card, { team: "T0OTHER" });
	await stillOpen();
});

test("a stranger in a shared channel who has an approver's user id is nobody", async () => {
	const ada = world.person("ada");
	await answered(ada, () => approve("ada", card, { home: "T0OTHER" }), "Ask one of them");
	const last = (await entries(reader, "attempt.refused")).at(-1);
	expect(last).toMatchObject({
		actor: { person: null, identity: "slack:T0OTHER:U0ADA" },
		refusal: { code: "not-an-approver" },
	});
	await stillOpen();
});

test("an approver's press with another plan's id, from another thread, channel or card: no decision", async () => {
	const ada = world.person("ada");
	const before = (await entriesOf(elsewhereReader)).length;
	// A plan of another session, on this one's card.
	await answered(ada, () => approve("ada", card, { value: planOf(elsewhereCard) }), "can't find that plan");
	expect((await entries(reader, "attempt.refused")).at(-1)).toMatchObject({
		actor: { name: "Ada Lindqvist" },
		refusal: { code: "not-found", what: "plan" },
	});
	// This plan, in another session's thread.
	await answered(ada, () => approve("ada", card, { thread: elsewhere.ts }), "can't find that plan");
	expect((await refusals(elsewhereReader)).at(-1)).toBe("Ada Lindqvist approve not-found");
	// Another plan of the same session, on this one's card.
	const own = await planCard(ada, session, "sam's own");
	await answered(ada, () => approve("ada", own, { message: card.ts }), "another conversation");
	expect((await refusals(reader)).at(-1)).toBe("Ada Lindqvist approve wrong-place");
	// A thread that is no session, a channel that is no client's, and no id at all.
	await answered(
		ada,
		() => approve("ada", card, { thread: "1.000001", message: "1.000002" }),
		"another conversation",
	);
	await answered(ada, () => approve("ada", card, { value: "pl_nonsense" }), "another conversation");
	expect(
		(await audit(world)).filter((line) => line.includes("U0ADA") && line.includes("wrong-place")),
	).toEqual([expect.stringContaining(planOf(card)), expect.stringContaining("pl_nonsense")]);
	await answered(
		ada,
		() => approve("ada", card, { channel: "C0GENERAL", thread: null }),
		"another conversation",
	);
	expect(await strays(world)).toContainEqual(expect.stringMatching(/^slack:T0LOCAL1:U0ADA .*wrong-place/));
	await stillOpen();
	const kinds = (await entriesOf(elsewhereReader)).slice(before).map(({ kind }) => kind);
	expect(new Set(kinds)).toEqual(new Set(["attempt.refused"]));
});

test("Cancel, Ask… and Deny… with another session's plan are refused, and that they were tried is kept", async () => {
	const ada = world.person("ada");
	const before = (await refusals(reader)).length;
	const press = { by: "ada", value: planOf(elsewhereCard), thread: session.ts, message: card.ts };
	await answered(
		ada,
		() => deliver(world, pressBody({ ...press, action: actions.cancel })),
		"can't find that plan",
	);
	const place = { workspace: "slack:T0LOCAL1", channel, thread: session.ts };
	const asked = { plan: planOf(elsewhereCard), place, message: card.ts };
	const values = { question: { value: { value: "What is this?" } } };
	for (const callback of [dialogs.ask, dialogs.deny]) {
		const body = submissionBody({ by: "ada", callback, metadata: asked, values });
		expect(await (await deliver(world, body)).text()).toContain("can't find that plan");
	}
	expect((await refusals(reader)).slice(before)).toEqual([
		"Ada Lindqvist cancel not-found",
		"Ada Lindqvist ask not-found",
		"Ada Lindqvist deny not-found",
	]);
});

test.each([
	["with another secret", { secret: "0123456789abcdef" }],
	["of six minutes ago", { at: -360 }],
	["of six minutes from now", { at: 360 }],
	["with an empty secret", { secret: "" }],
])("an approver's press signed %s is not let in", async (_, signing) => {
	const before = (await entriesOf(reader)).length;
	const body = pressBody({
		by: "ada",
		action: actions.approve,
		value: planOf(card),
		thread: session.ts,
		message: card.ts,
	});
	// The very same press is good when it is signed well: see below.
	expect((await deliver(world, body, signing)).status).toBe(401);
	expect(await entriesOf(reader)).toHaveLength(before);
	await stillOpen();
});

test("a signature of another body is not let in", async () => {
	const body = pressBody({
		by: "dana",
		action: actions.help,
		value: "x",
		thread: session.ts,
		message: card.ts,
	});
	const time = `${Math.floor(Date.now() / 1000)}`;
	const { createHmac } = await import("node:crypto");
	const digest = createHmac("sha256", world.secrets.SLACK_SIGNING_SECRET)
		.update(`v0:${time}:${body}`)
		.digest("hex");
	const headers = {
		"content-type": "application/x-www-form-urlencoded",
		"x-slack-request-timestamp": time,
		"x-slack-signature": `v0=${digest}`,
	};
	const send = (text: string) =>
		fetch(`${world.workerUrl}/slack/events`, { method: "POST", headers, body: text });
	expect((await send(body.replace("dana", "ada"))).status).toBe(401);
	expect((await send(body)).status).toBe(200);
	await stillOpen();
});

test("after a denial and after a cancellation, Approve comes too late", async () => {
	const [ada, tom] = [world.person("ada"), world.person("tom")];
	const denied = await propose(world, session, { command: trace("denied"), changes: "to be denied" });
	await ada.press(denied, "Deny…");
	await ada.submit(await ada.dialog("Deny this change?"), { question: "Not on a Friday." });
	await answered(ada, () => approve("ada", denied), "decided already: denied");
	expect((await refusals(reader)).at(-1)).toBe("Ada Lindqvist approve already-decided");

	const cancelled = await planCard(ada, session, "sam's own");
	const press = {
		by: "tom",
		action: actions.cancel,
		value: planOf(cancelled),
		thread: session.ts,
		message: cancelled.ts,
	};
	await answered(tom, () => deliver(world, pressBody(press)), "Only the proposer, an approver");
	await deliver(world, pressBody({ ...press, by: "sam" }));
	await ada.message("Sam Roy cancelled the change", "sam's own");
	await answered(ada, () => approve("ada", cancelled), "decided already: cancelled");
	expect((await refusals(reader)).at(-1)).toBe("Ada Lindqvist approve already-decided");
	const outcomes = (await entries(reader, "plan.decided")).map(({ outcome }) => outcome);
	expect(outcomes).toEqual(["denied", "cancelled"]);
});

test("two approvers at once, a double click and a redelivery make one decision and one run", async () => {
	const ada = world.person("ada");
	const body = pressBody({
		by: "ada",
		action: actions.approve,
		value: planOf(card),
		thread: session.ts,
		message: card.ts,
	});
	const presses = await Promise.all([deliver(world, body), deliver(world, body), approve("sam", card)]);
	expect(presses.map(({ status }) => status)).toEqual([200, 200, 200]);
	await ada.message("Done on CLIENT-ACCT-01", "the first");
	await answered(ada, () => deliver(world, body), "decided already: approved and run");

	const plan = planOf(card);
	const votes = (await entries(reader, "vote.cast")).filter((vote) => vote.plan === plan);
	expect(votes).toHaveLength(1);
	expect((await entries(reader, "plan.decided")).filter((one) => one.plan === plan)).toHaveLength(1);
	expect(await entries(reader, "run.started")).toHaveLength(1);
	const late = (await refusals(reader)).filter((one) => one.endsWith("approve already-decided"));
	// Two of the three, the redelivery, and those after the denial and the cancellation.
	expect(late).toHaveLength(5);
	expect(readFileSync(join(world.folder, "first"), "utf8")).toBe("ran\n");
});

test("what nobody decided in time can't be approved any more", async () => {
	const ada = world.person("ada");
	const shown = await ada.until(
		"the card that says so",
		({ messages }) =>
			messages.find(({ ts, ...one }) => ts === forgotten.ts && textOf(one).includes("Not decided in time")),
		75_000,
	);
	expect(textOf(shown)).toContain("nothing was run");
	await answered(ada, () => approve("ada", forgotten), /ran out at .*Ask again…/);
	expect((await refusals(elsewhereReader)).at(-1)).toBe("Ada Lindqvist approve expired");
	expect((await entries(elsewhereReader, "plan.decided")).map(({ outcome }) => outcome)).toEqual(["expired"]);
}, 90_000);

test("nothing but what was approved has run, and the records verify", async () => {
	// The agent runs in the order of what it gets: had anything been on its way, it would have been there by now.
	const last = await propose(world, elsewhere, { command: trace("last"), changes: "the last" });
	const ada = world.person("ada");
	await ada.press(last, "Approve");
	await ada.message("Done on CLIENT-ACCT-01", "the last");
	for (const name of ["own", "denied", "elsewhere", "forgotten"])
		expect([name, ran(name)]).toEqual([name, false]);
	expect(ran("last")).toBe(true);
	for (const each of [reader, elsewhereReader]) {
		expect(await entries(each, "run.started")).toHaveLength(1);
		expect(await each.json("verify")).toMatchObject({ ok: true });
	}
	expect(world.workerLog()).not.toMatch(/error [0-9a-f]{8}:(?!.*channel_not_found)/);
});
