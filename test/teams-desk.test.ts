// The MSP's desk in Teams, its clients in Slack: tickets, who may take a session, and reminders of unclaimed ones.
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Across, acrossSetup, clients, startAcross } from "./world/companies/across.ts";
import { entries, refusals } from "./world/record.ts";
import { type Post, shown } from "./world/teams/connector.ts";
import { buttonsOf, cardOf, filledIn } from "./world/teams/person.ts";

let across: Across;
const setup = (more: object = {}): ReturnType<typeof acrossSetup> => {
	const { msp, ...rest } = acrossSetup("teams");
	return { ...rest, msp: { ...msp, ticketLink: "https://tickets.example/t/{ticket}", ...more } };
};
beforeAll(async () => {
	across = await startAcross("teams");
	await across.world.apply(setup());
});
afterAll(() => across?.stop());

const kim = () => across.world.teams("kim");
const asked = async (client: number, request: string) => {
	await across.client.ask(client, request);
	const own = await across.client.root(request);
	const there = await kim().sees(`Client ${clients[client]?.key} · Caisey session`, request);
	return { own, there };
};
/** Waits until the card on the desk makes this true. */
const showing = (what: string, post: Post, look: (text: string) => boolean) =>
	across.world.connector.until(what, () => look(shown(post.activity)));

test("a technician notes a ticket: both cards show it as a link, and it can be removed", async () => {
	const { own, there } = await asked(0, "with a ticket");
	const opened = await kim().press(there, "Ticket…");
	const wrong = await kim().submit(there, opened, { question: "two words" });
	expect(JSON.stringify(cardOf(wrong))).toContain("up to 40 letters");
	await kim().submit(there, opened, { question: "INC/10#2" });
	await showing("the ticket", there, (text) => text.includes("INC/10#2"));
	expect(JSON.stringify(there.activity)).toContain("https://tickets.example/t/INC%2F10%232");
	await across.client.until("the ticket", async () => (await own.text()).includes("INC/10#2"));
	const again = await kim().press(there, "Ticket…");
	expect(filledIn(cardOf(again))).toEqual({ question: "INC/10#2" });
	await kim().submit(there, again, { question: "" });
	await showing("no ticket", there, (text) => !text.includes("INC/10#2"));
	const reader = await own.read("pat");
	expect((await entries(reader, "ticket.set")).map(({ ticket }) => ticket)).toEqual(["INC/10#2", null]);
});

test("only a technician is shown what only technicians press; a forged press is refused privately, and recorded", async () => {
	const { own, there } = await asked(1, "not for everybody");
	const pat = across.world.teams("pat");
	const shownTo = async (one: ReturnType<typeof kim>) =>
		buttonsOf(await one.own(there)).map(({ title }) => title);
	const everyone = ["Full transcript", "Help"];
	expect(await shownTo(across.world.teams("eve"))).toEqual(everyone);
	expect(await shownTo(pat)).toEqual(["Full transcript", "Close…", "Help"]);
	expect(await shownTo(kim())).toEqual([
		...["Full transcript", "Take it", "Run a command…", "Ticket…", "Close…", "Help"],
	]);
	const take = buttonsOf(await kim().own(there)).find(({ title }) => title === "Take it");
	const answer = await pat.execute(there, take ?? {});
	expect(JSON.stringify(answer)).toContain("Only technicians for Client client-1 can do this");
	expect(await refusals(await own.read("pat"))).toEqual(["Pat Field take technicians-only"]);
	await kim().press(there, "Take it");
	await showing("who has it", there, (text) => text.includes("Kim Adeyemi") && text.includes("has it"));
});

test("from the desk, a session is opened for someone who phoned, in their own channel", async () => {
	await kim().say("19:desk@thread.tacv2", "<p>@Caisey for @client-2/pat the printer is on fire</p>");
	const own = await across.client.root("the printer is on fire");
	expect(await own.text()).toContain("@U0PAT");
	expect(await own.text()).toContain("Kim Adeyemi");
	const reader = await own.read("pat");
	const [opened] = await entries(reader, "session.opened");
	// Someone who phoned didn't ask in a channel.
	const text = await reader.text("transcript.txt");
	expect(text).toMatch(
		/Kim Adeyemi \(technician\) via Teams: opened a session in #\S+ for Pat Field \(requester\), who asked:\n/,
	);
	expect(text).not.toContain("Asked in:");
	expect(opened).toMatchObject({
		actor: { name: "Kim Adeyemi", surface: "teams" },
		for: { name: "Pat Field", surface: "phone" },
	});
});

test("the desk, and no one else, gets one reminder of an unclaimed session, in the channel itself", async () => {
	const taken = await asked(4, "taken in time");
	await kim().press(taken.there, "Take it");
	await across.world.apply(setup({ remindDeskAfter: 2 }));
	const { own, there } = await asked(3, "forgotten by all");
	await kim().sees("Still unclaimed", "forgotten by all");
	await kim().press(there, "Take it");
	await across.client.until("who has it", async () => (await own.text()).includes("has it"));
	const reminders = across.world.connector.posts.filter(({ activity }) =>
		shown(activity).includes("Still unclaimed"),
	);
	expect(reminders.map(({ conversation }) => conversation.split(";")[0])).toEqual([
		there.conversation.split(";")[0],
	]);
	expect(reminders[0]?.conversation).not.toBe(there.conversation);
	expect((await own.texts()).filter((text) => text.includes("Still unclaimed"))).toEqual([]);
	expect(across.world.workerLog()).not.toMatch(/error [0-9a-f]{8}:|outbox .*failed/);
});
