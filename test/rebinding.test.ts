// A channel that changes hands: what is said and pressed in an old thread there never counts for the client that had it.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { actions, dialogs } from "../cards/model/actions.ts";
import type { ClientMessage } from "../local/slack/people/wire.ts";
import { carried, deliver, eventBody, pressBody, submissionBody } from "./world/forged/requests.ts";
import { patience } from "./world/patience.ts";
import { ask, propose } from "./world/people/acts.ts";
import { applyConfirmed } from "./world/people/changes.ts";
import { type Person, textOf } from "./world/people/chat.ts";
import { type Reader, signIn } from "./world/people/console.ts";
import { answered, audit, auditOf, entries, entriesOf } from "./world/record.ts";
import { acmeSetup, channel, startWorld, type World } from "./world/world.ts";

let world: World;
let [dana, tom, ada, eve]: Person[] = [];
let session: ClientMessage;
let card: ClientMessage;
/** Ada's own copy of the card. */
let direct: ClientMessage;
let said: ClientMessage;
let reader: Reader;
/** What people did, by the session's record. */
let before: string[];
/** The new client's id. */
let beta: string;

const ran = (name: string) => existsSync(join(world.folder, name));
const elsewhere = /no longer belongs to this session's client/;

/** Beta has the channel now, and Eve is one of Beta's. */
const given = () => {
	const setup = acmeSetup();
	const acme = setup.clients["acme-dental"];
	const eve = { name: "Eve Stone", identities: ["slack:T0LOCAL1:U0EVE"], roles: ["requester" as const] };
	return {
		...setup,
		clients: {
			"acme-dental": { ...acme, name: "Acme Dental", channels: [] },
			beta: {
				name: "Beta Bakery",
				people: { eve },
				endpoints: { "BETA-01": {} },
				channels: [`slack:T0LOCAL1:${channel}`],
			},
		},
	};
};

const deliverJson = (event: object) => deliver(world, eventBody(event), { type: "application/json" });
const press = (by: string, action: string, value: string, some: object = {}) =>
	deliver(world, pressBody({ by, action, value, thread: session.ts, message: card.ts, ...some }));

/** Not what Caisey and its agents do meanwhile, such as showing a card anew. */
const acts = async (): Promise<string[]> =>
	(await entriesOf(reader))
		.filter(({ actor }) => !["worker", "agent"].includes(actor.surface))
		.map(({ kind, actor }) => `${actor.surface} ${kind} ${actor.name}`);

beforeAll(async () => {
	world = await startWorld();
	[dana, tom, ada, eve] = ["dana", "tom", "ada", "eve"].map((handle) => world.person(handle));
	session = await ask(world, "make it ours");
	reader = await signIn(world, tom as Person, session);
	card = await propose(world, session, {
		command: `echo ran >> '${join(world.folder, "ours")}'`,
		changes: "it is Acme's",
	});
	direct = await (ada as Person).until("Ada's own card", ({ messages }) =>
		messages.find((one) => one.channel.startsWith("D") && textOf(one).includes("it is Acme's")),
	);
	await dana?.say(channel, "Acme alone should know this.", session.ts);
	said = await (dana as Person).message("Acme alone should know this.");
	await vi.waitFor(async () => expect(await entries(reader, "message.said")).toHaveLength(1), patience);
	const both = given();
	const acme = { "acme-dental": both.clients["acme-dental"] };
	await expect(world.apply(both)).rejects.toThrow("until an approver there confirms that it goes");
	await applyConfirmed(world, { ...both, clients: acme });
	// The Directory hears of it a moment after the approver does.
	const [token] = await vi.waitFor(async () => (await world.apply(both)).enrolment, patience);
	beta = token?.token.split(".")[0] as string;
	before = await acts();
});
afterAll(() => world?.stop());

test("another client's talk in the old thread is not recorded, and its people learn what to do", async () => {
	const person = eve as Person;
	await answered(
		person,
		() => person.say(channel, "Beta's own secret sauce", session.ts),
		elsewhere,
		"/caisey",
	);
	await answered(person, () => person.say(channel, "<@U0CAISEY> hello?", session.ts), elsewhere);
	expect(JSON.stringify(await entriesOf(reader))).not.toMatch(/secret sauce|hello\?/);
});

test("edits and deletions there aren't recorded either", async () => {
	await answered(dana as Person, () => (dana as Person).edit(said, "Acme alone, edited"), elsewhere);
	await dana?.delete(said);
	const last = { user: "U0EVE", team: "T0LOCAL1", ts: `${Number(session.ts) + 90}`, thread_ts: session.ts };
	await answered(
		eve as Person,
		() => deliverJson({ type: "message", channel, channel_type: "channel", text: "after all that", ...last }),
		elsewhere,
	);
	expect(await acts()).toEqual(before);
});

test("an approver's press there decides nothing, nor does any other button or dialog", async () => {
	const plan = carried(card, actions.approve);
	await answered(ada as Person, () => press("ada", actions.approve, plan), elsewhere);
	// The card itself, as if it were outside any thread.
	await answered(ada as Person, () => press("ada", actions.approve, plan, { thread: null }), elsewhere);
	await answered(tom as Person, () => press("tom", actions.cancel, plan), elsewhere);
	const close = { message: session.ts, thread: null };
	await answered(
		tom as Person,
		() => press("tom", "menu", `${actions.close} ${reader.session}`, close),
		elsewhere,
	);
	const place = { workspace: "slack:T0LOCAL1", channel, thread: session.ts };
	const metadata = { plan, place, message: card.ts };
	const values = { question: { value: { value: "No." } } };
	for (const callback of [dialogs.deny, dialogs.ask]) {
		const body = submissionBody({ by: "ada", callback, metadata, values });
		expect(await (await deliver(world, body)).text()).toMatch(elsewhere);
	}
	expect(await acts()).toEqual(before);
	expect(ran("ours")).toBe(false);
});

test("no request of the new client's continues the old one's session", async () => {
	const person = eve as Person;
	const root = (await person.state()).messages.find(({ ts }) => ts === session.ts) as ClientMessage;
	await answered(person, () => person.shortcut(root), elsewhere);
	await person.say(channel, "/caisey Beta begins again");
	await person.message("Caisey session", "Beta begins again");
	expect(await acts()).toEqual(before);
});

test("each of these appears in the log of the channel's new client, without what was said", async () => {
	const log = await auditOf(world, beta);
	const tried = log.filter((line) => line.endsWith(`other-client ${reader.session}`));
	expect(tried.map((line) => line.replace(/^\S+:(\S+) \(.*?\) (\S+) .*/, "$1 $2"))).toEqual([
		"U0EVE said",
		"U0EVE said",
		"U0DANA edited",
		"U0DANA deleted",
		"U0EVE said",
		"U0ADA vote",
		"U0ADA vote",
		"U0TOM cancel",
		"U0TOM close",
		"U0ADA vote",
		"U0ADA ask",
		"U0EVE open",
	]);
	expect(log.join()).not.toContain("sauce");
	expect((await audit(world)).join()).not.toContain("other-client");
});

test("the approver's own copy of the card works as before", async () => {
	const person = ada as Person;
	await person.press(direct, "Approve");
	await person.until("its end", ({ messages }) =>
		messages.find((one) => one.ts === direct.ts && textOf(one).includes("Done on CLIENT-ACCT-01")),
	);
	expect(await entries(reader, "vote.cast")).toMatchObject([{ ref: { channel: direct.channel } }]);
	expect(ran("ours")).toBe(true);
});

test("once the channel belongs to its client again, so does the thread", async () => {
	await world.apply({ ...acmeSetup(), clients: { "acme-dental": given().clients["acme-dental"] } });
	await applyConfirmed(world, acmeSetup());
	await dana?.say(channel, "Here we are again.", session.ts);
	await expect
		.poll(async () => (await entries(reader, "message.said")).at(-1)?.text)
		.toBe("Here we are again.");
});
