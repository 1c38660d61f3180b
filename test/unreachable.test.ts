// An approver whose account is gone in Slack: from the platform's answer, through the workspace, to the session, which tells at once
// who has to know.
import { afterAll, beforeAll, expect, test } from "vitest";
import { type SlackLine, startSlackLine } from "./world/lines/slack-line.ts";
import { ask, propose } from "./world/people/acts.ts";
import { textOf } from "./world/people/chat.ts";
import { signIn } from "./world/people/console.ts";
import { checkedOutside, entries } from "./world/record.ts";
import { acmeSetup, startWorld, type World } from "./world/world.ts";

let world: World;
let line: SlackLine;
beforeAll(async () => {
	const { staff, clients, ...setup } = acmeSetup();
	const acme = clients["acme-dental"];
	if (!acme?.people) throw new Error("Acme is missing");
	const { sam: _, ...people } = acme.people;
	const sam = { name: "Sam Roy", identities: ["slack:T0LOCAL1:U0SAM"], roles: ["owner" as const] };
	world = await startWorld({
		setup: { ...setup, staff: { ...staff, sam }, clients: { "acme-dental": { ...acme, people } } },
		slackUrl: async (slack) => {
			line = await startSlackLine(slack);
			return line.apiUrl;
		},
	});
});
afterAll(async () => {
	await world?.stop();
	await line?.stop();
});

test.each([
	["user_disabled", "account-disabled", "Their account is disabled."],
	["users_not_found", "account-unknown", "There is no such account."],
])(
	"Slack says %s: proposer and owner hear it at once, and the record has it",
	async (error, because, why) => {
		line.judge = ({ method, fields }) =>
			method === "conversations.open" && fields.users === "U0ADA" ? { error } : "pass";
		const session = await ask(world);
		const changes = `nobody can hear of this: ${error}`;
		await propose(world, session, { command: "echo hello", changes });
		const told = ["I couldn't reach Ada Lindqvist about", changes, why, "No one else can decide this plan."];
		await world
			.person("tom")
			.until("the word in the thread, to the proposer", ({ messages }) =>
				messages.find(
					(one) =>
						one.thread === session.ts &&
						textOf(one).startsWith("@Tom Okafor") &&
						told.every((text) => textOf(one).includes(text)),
				),
			);
		await world
			.person("sam")
			.until("the word to the owner", ({ messages }) =>
				messages.find((one) => one.channel === "D0SAM" && told.every((text) => textOf(one).includes(text))),
			);
		const reader = await signIn(world, world.person("tom"), session);
		expect(await entries(reader, "approver.unreached")).toMatchObject([
			{ identity: "slack:T0LOCAL1:U0ADA", because },
		]);
		expect(await checkedOutside(world, await reader.text("transcript.json"))).toContain("Everything holds.");
	},
);
