// A change of approvers, policy or channels on an approver's own card, the same on each platform.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ask, planCard, propose } from "../world/chats/acts.ts";
import type { Message, Office } from "../world/chats/port.ts";
import { slack, slackSetup } from "../world/chats/slack.ts";
import { teams } from "../world/chats/teams.ts";
import { auditOf } from "../world/record.ts";
import { teamsSetup } from "../world/teams/world.ts";

const platforms = [
	{ chat: slack, setup: slackSetup, name: slack.name },
	{ chat: teams, setup: teamsSetup, name: teams.name },
];

describe.each(platforms)("a change of policy on $name", ({ chat, setup }) => {
	let office: Office;
	let waits: Message;
	beforeAll(async () => {
		office = await chat.start();
		// In Teams a bot reaches no one before someone has written to it.
		await ask(office);
	});
	afterAll(() => office?.stop());
	const twoVotes = () => {
		const given = setup();
		const acme = given.clients["acme-dental"];
		return { ...given, clients: { "acme-dental": { ...acme, name: "Acme Dental", policy: { votes: 2 } } } };
	};
	const lines = "approvals needed for each change: 2 (before: 1)";

	test("comes to each approver with its difference, and waits: one yes still approves a plan", async () => {
		expect((await office.world.apply(twoVotes())).proposed).toMatchObject([
			{ client: "acme-dental", waitsFor: ["Ada Lindqvist", "Sam Roy"] },
		]);
		waits = await office.person("ada").direct(lines, "Nothing of it is in force");
		expect((await office.person("ada").see(waits)).buttons).toEqual(
			expect.arrayContaining(["Confirm", "Refuse"]),
		);
		const session = await ask(office);
		const card = await propose(office, session, { command: "true", changes: "before it" });
		await office.person("ada").press(card, "Approve");
		await office.person("ada").until(card, "Done on CLIENT-ACCT-01");
	});

	test("is confirmed by an approver's press, delivered three times; everyone's card shows it, and open plans follow", async () => {
		const [ada, sam] = [office.person("ada"), office.person("sam")];
		const session = await ask(office);
		const open = await propose(office, session, { command: "true", changes: "waits for two" });
		const other = await sam.direct(lines, "Nothing of it is in force");
		await office.thrice(() => ada.press(waits, "Confirm"));
		await ada.until(waits, "Ada Lindqvist confirmed the change");
		const shown = await sam.until(other, "Ada Lindqvist confirmed the change");
		expect(shown.buttons).toEqual([]);
		// The open card follows.
		await ada.until(await planCard(office, session, "waits for two"), "Waiting for 2 of these to decide");
		await ada.press(open, "Approve");
		await ada.until(open, "Approved by Ada Lindqvist", "Waiting for");
		const client = office.world.applied.enrolment[0]?.token.split(".")[0] as string;
		const log = await auditOf(office.world, client);
		expect(log.filter((line) => /a proposed change .*confirmed, and in force/.test(line))).toHaveLength(1);
	});
});
