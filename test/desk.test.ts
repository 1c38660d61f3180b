// The MSP's desk: every client's new session appears there, one technician takes it, and technicians open sessions for callers.
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ClientMessage } from "../local/slack/people/wire.ts";
import { brightside, desk, startThreads, threadsSetup } from "./world/companies/threads.ts";
import { close, sessionName } from "./world/people/acts.ts";
import { hasButton, labelsOf, type Person, textOf } from "./world/people/chat.ts";
import { signIn } from "./world/people/console.ts";
import { answered, entries, refusals, strays } from "./world/record.ts";
import { channel, type World } from "./world/world.ts";

const ticketLink = "https://tickets.example/t/{ticket}";
/** Another Dana, at another client without a channel. */
const beta = {
	beta: {
		name: "Beta Bakery",
		people: { dana: { name: "Dana Baker", roles: ["requester" as const] } },
	},
};

let world: World;
beforeAll(async () => {
	world = await startThreads(threadsSetup({ ticketLink }, beta));
});
afterAll(() => world?.stop());

const kim = () => world.person("kim", brightside.id);
const tom = () => world.person("tom", brightside.id);
const dana = () => world.person("dana");

const asked = async (request: string) => {
	await dana().say(channel, `/caisey ${request}`);
	const own = await dana().message("Caisey session", request);
	return { own, there: await kim().message(`Acme Dental · ${sessionName(own)}`) };
};

test("of two technicians who press at once one gets the session, as everyone sees; the other learns who", async () => {
	const { own, there } = await asked("who takes this");
	await Promise.all([kim().press(there, "Take it"), tom().press(there, "Take it")]);
	const taken = await kim().until("who has it", ({ messages }) =>
		messages.find((one) => one.ts === there.ts && / has it/.test(textOf(one))),
	);
	expect(hasButton(taken, "Take it")).toBe(false);
	const [holder] = /(Kim Adeyemi|Tom Okafor)(?= \(technician\) {2}has it)/.exec(textOf(taken)) ?? [];
	const other = holder === "Kim Adeyemi" ? tom() : kim();
	await other.until("who has it, privately", ({ messages }) =>
		messages.find((one) => one.onlyYou && textOf(one).includes(`${holder} already has it`)),
	);
	await dana().message(sessionName(own), `${holder} (technician)  has it`);
	const reader = await signIn(world, world.person("tom"), own);
	expect((await entries(reader, "session.taken")).map(({ actor }) => actor.name)).toEqual([holder]);
	expect(await refusals(reader)).toEqual([expect.stringMatching(/ take already-taken$/)]);
	const { checks } = await reader.json<{ checks: { ok: boolean; detail: string }[] }>("verify");
	expect(checks.filter(({ ok }) => !ok)).toEqual([]);
});

test("a session that a mention opens looks like any other: its message, its buttons, its place on the desk and its end", async () => {
	const opened = async (begin: string, request: string) => {
		await dana().say(channel, `${begin} ${request}`);
		const own = await dana().message("Caisey session", request);
		const there = await kim().message(`Acme Dental · ${sessionName(own)}`, request);
		const look = (message: ClientMessage) => ({
			labels: labelsOf(message),
			text: textOf(message).replaceAll(request, "…").replaceAll(sessionName(own), "session"),
			kinds: message.blocks?.map((block) => block.type),
		});
		const before = { own: look(own), there: look(there) };
		await close(dana(), own, "Did it.");
		const closed = (person: Person, { ts }: ClientMessage) =>
			person.until(`${request} closed`, ({ messages }) =>
				messages.find((one) => one.ts === ts && hasButton(one, "Reopen")),
			);
		const after = { own: look(await closed(dana(), own)), there: look(await closed(kim(), there)) };
		const end = await dana().until("the end", ({ messages }) =>
			messages.find((one) => one.thread === (own.thread ?? own.ts) && textOf(one).includes("Did it.")),
		);
		const reader = await signIn(world, world.person("tom"), own);
		const [first] = await entries(reader, "session.opened");
		return { looks: { before, after, end: textOf(end).replaceAll(request, "…") }, source: first?.source };
	};
	const command = await opened("/caisey", "please water the plants by command");
	const mention = await opened("@Caisey", "please water the plants by mention");
	expect([command.source, mention.source]).toEqual(["command", "mention"]);
	expect(mention.looks).toEqual(command.looks);
	expect(mention.looks.before.own.labels).toEqual(
		expect.arrayContaining(["Run a command…", "Full transcript", "Close…"]),
	);
	expect(mention.looks.before.there.labels).toContain("Take it");
});

test("only a technician can take a session", async () => {
	const { own, there } = await asked("not for everybody");
	const ivy = world.person("ivy", brightside.id);
	await answered(ivy, () => ivy.press(there, "Take it"), "Only technicians for Acme Dental");
	const reader = await signIn(world, world.person("tom"), own);
	expect(await refusals(reader)).toEqual(["ivy take technicians-only"]);
});

test("a technician notes a ticket: the cards show it as a link, the export has it, and it can be removed", async () => {
	const { own, there } = await asked("with a ticket");
	await kim().choose(there, "menu", optionOf(there, "Ticket…"));
	await kim().submit(await kim().dialog("ticket system"), { question: "INC/10#2" });
	await dana().until("the ticket", ({ messages }) =>
		messages.find((one) => one.ts === own.ts && textOf(one).includes("INC/10#2")),
	);
	const shown = await kim().message(sessionName(own), "INC/10#2");
	expect(JSON.stringify(shown.blocks)).toContain("https://tickets.example/t/INC%2F10%232");
	const reader = await signIn(world, world.person("tom"), own);
	expect(await reader.text("transcript.txt")).toContain(
		"Ticket: INC/10#2 https://tickets.example/t/INC%2F10%232\n",
	);
	await kim().choose(shown, "menu", optionOf(shown, "Ticket…"));
	const dialog = await kim().dialog("INC/10#2");
	const wrong = await kim().submit(dialog, { question: "two words" });
	expect(JSON.stringify(wrong)).toContain("up to 40 letters");
	await kim().submit(dialog, { question: "" });
	await kim().until("no ticket", ({ messages }) =>
		messages.find((one) => one.ts === shown.ts && !textOf(one).includes("INC/10#2")),
	);
	expect((await entries(reader, "ticket.set")).map(({ ticket }) => ticket)).toEqual(["INC/10#2", null]);
});

test("on the desk, a technician opens a session for someone who phoned: she asked, and the technician opened it", async () => {
	await kim().say(desk, "/caisey for @dana.reyes the printer is on fire");
	const own = await dana().message("Caisey session", "the printer is on fire");
	expect(own.channel).toBe(channel);
	expect(textOf(own)).toContain("@Dana Reyes");
	expect(textOf(own)).toContain("Kim Adeyemi");
	await kim().message("Acme Dental · Caisey session", "the printer is on fire");
	const reader = await signIn(world, world.person("tom"), own);
	const [opened] = await entries(reader, "session.opened");
	expect(opened).toMatchObject({
		actor: { name: "Kim Adeyemi" },
		for: { name: "Dana Reyes", surface: "phone" },
	});
	// She may close it, as the person who asked may.
	await close(dana(), own);
	await dana().message(sessionName(own), "closed");
	const { checks } = await reader.json<{ checks: { ok: boolean; detail: string }[] }>("verify");
	expect(checks.filter(({ ok }) => !ok)).toEqual([]);
});

test("in the client's channel a first name is enough", async () => {
	await world.person("tom").say(channel, "/caisey for @Dana: the scanner smokes");
	expect(textOf(await dana().message("Caisey session", "the scanner smokes"))).toContain("@Dana Reyes");
});

test("nothing opens for an unknown name, an ambiguous one, a stranger, a client without a channel, or by a stranger", async () => {
	const ivy = world.person("ivy", brightside.id);
	for (const [person, where, text, words] of [
		[kim(), desk, "/caisey the printer is on fire again", "Who is this for?"],
		[kim(), desk, "/caisey for @dana help her", "acme-dental/dana"],
		[kim(), desk, "/caisey for @nobody help him", "I don't know anyone called"],
		[kim(), desk, "/caisey for @beta/dana the oven is cold", "Beta Bakery has no channel connected"],
		[ivy, desk, "/caisey for @dana.reyes help her", "Only technicians for Acme Dental"],
		[dana(), channel, "/caisey for @ada help her", "Only technicians for Acme Dental"],
	] as const)
		await answered(person, () => person.say(where, text), words);
	const { messages } = await kim().state();
	expect(messages.filter((one) => !one.onlyYou && /help (her|him)|again|oven/.test(textOf(one)))).toEqual([]);
	expect((await strays(world)).filter((line) => line.includes(" open "))).toHaveLength(4);
});

test("the desk, and no one else, gets one reminder of an unclaimed session", async () => {
	const taken = await asked("taken in time");
	await kim().press(taken.there, "Take it");
	await dana().message(sessionName(taken.own), "has it");
	await world.apply(threadsSetup({ ticketLink, remindDeskAfter: 2, onCall: ["kim"] }, beta));
	const { own, there } = await asked("forgotten by all");
	const reminder = await kim().message("Still unclaimed", "forgotten by all", "@U0KIM");
	expect([reminder.channel, reminder.thread]).toEqual([there.channel, null]);
	await kim().press(reminder, "Take it");
	await dana().message(sessionName(own), "has it");
	const reminders = (await kim().state()).messages.filter((one) => textOf(one).includes("Still unclaimed"));
	expect(reminders.filter((one) => textOf(one).includes("forgotten by all"))).toHaveLength(1);
	expect(reminders.filter((one) => textOf(one).includes("taken in time"))).toEqual([]);
	expect((await dana().state()).messages.some((one) => textOf(one).includes("Still unclaimed"))).toBe(false);
});

/** The option of a message's [⋯], by what is shown. */
const optionOf = (at: { blocks: unknown[] }, text: string) => {
	const options = (JSON.stringify(at.blocks).match(/\{"text":\{[^}]*\},"value":"[^"]*"\}/g) ?? []).map(
		(one) => JSON.parse(one) as { text: { type: "plain_text"; text: string }; value: string },
	);
	const found = options.find((one) => one.text.text === text);
	if (!found) throw new Error(`the menu has no ${text}`);
	return found;
};
