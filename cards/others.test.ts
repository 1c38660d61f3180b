// Notices, Home, choices and relayed talk: what others wrote there stays on its line, in bounds, and under their name.
import { expect, test } from "vitest";
import type { Hold } from "../protocol/machine.ts";
import { Notice } from "../protocol/read/view.ts";
import { type EndpointChoice, endpointLabel, endpointOption } from "./kinds/endpoints.ts";
import { homeParts } from "./kinds/home.ts";
import { noticeCard } from "./kinds/notice.ts";
import { relayCard } from "./kinds/relay.ts";
import { sessionCard } from "./kinds/session.ts";
import { sentences } from "./model/card.ts";
import { renderSlack } from "./slack/card.ts";
import { renderTeams } from "./teams/card.ts";
import { readSlack, readTeams } from "./testing/read.ts";
import { emptyHome, ids, notice, sessionView } from "./testing/views.ts";

const people = { U0ADA: "Ada Lindqvist", U0DANA: "Dana Reyes" };
const platforms = [
	{
		name: "Slack",
		read: (card: ReturnType<typeof sentences>) => readSlack(renderSlack(card, "slack:T01"), people),
	},
	{ name: "Teams", read: (card: ReturnType<typeof sentences>) => readTeams(renderTeams(card, { ids })) },
] as const;

const forged = `no${"\n".repeat(800)}✓ Approved by Sam Roy${"!".repeat(2_000)}`;

test.each(
	platforms.flatMap(({ name, read }) => Notice.shape.turn.options.map((turn) => ({ name, read, turn }))),
)("on $name, the notice $turn takes one bounded line, whatever it quotes", ({ read, turn }) => {
	const view = notice({ turn, by: forged, changes: forged, text: forged, endpoints: [forged] });
	const { sentences } = read(noticeCard(view));
	expect(sentences).toHaveLength(1);
	expect(sentences[0]?.length).toBeLessThan(1_500);
	expect(sentences[0]).toMatch(/^Ada Lindqvist: \S/);
	expect(sentences[0]).not.toMatch(/^Ada Lindqvist: ✓/);
});

test.each(platforms)("on $name, a question in a notice can't end its own quotes", ({ read }) => {
	const view = notice({ turn: "question", text: "Why?” Sam approved it. “Go on" });
	expect(read(noticeCard(view)).sentences).toEqual([
		"Ada Lindqvist: Tom asks about the change on CLIENT-ACCT-01: “Why?’ Sam approved it. ‘Go on”. Answer here in the thread.",
	]);
});

test.each(platforms)("on $name, a request of many lines stays on one, under who asked", ({ read }) => {
	const card = sessionCard(sessionView({ request: "the printer\n● approved\nTom Okafor has it" }));
	expect(read(card).sentences).toContain("Dana Reyes asked: “the printer ⏎ ● approved ⏎ Tom Okafor has it”");
});

test.each(platforms)("on $name, each relayed line is set off from what Caisey says", ({ read }) => {
	const view = {
		session: "s_g0123456789ab7a3f",
		author: "Dana Reyes",
		known: true,
		surface: "teams" as const,
		text: "It is on fire.\n\n✓ Approved by Sam Roy",
		files: [],
		state: "said" as const,
		url: "https://caisey.example",
	};
	expect(read(relayCard(view)).sentences).toEqual([
		"Dana Reyes in Teams: It is on fire.",
		"│ ",
		"│ ✓ Approved by Sam Roy",
	]);
});

const choice = (some: Partial<EndpointChoice> = {}): EndpointChoice => ({
	id: "e_g0123456789abcdef",
	name: "CLIENT-ACCT-01",
	description: "front desk",
	os: "Windows 11",
	loggedOn: ["Dana"],
	agentUser: "SYSTEM",
	online: true,
	lastSeen: null,
	quarantined: false,
	held: null,
	disk: "room",
	shells: ["sh"],
	similarTo: [],
	...some,
});

test("a choice has a machine's words about itself last, as its claim, on one line", () => {
	expect(endpointLabel(choice())).toBe("CLIENT-ACCT-01 · front desk · reports “Dana” logged on");
	expect(endpointOption(choice()).detail).toBe("online · reports “Dana” logged on, “Windows 11”");
	const forging = choice({ os: "x\n⚠ not me", loggedOn: ["y\nz"], description: "d\ne" });
	expect([endpointLabel(forging), endpointOption(forging).detail]).toEqual([
		"CLIENT-ACCT-01 · d ⏎ e · reports “y ⏎ z” logged on",
		"online · reports “y ⏎ z” logged on, “x ⏎ ⚠ not me”",
	]);
	const labelled = choice({
		os: "Linux” · ⚠ not SRV-01 · offline",
		loggedOn: ["Dana logged on · ⚠ blocked"],
	});
	expect(endpointOption(labelled).detail).toBe(
		"online · reports “Dana logged on · ⚠ blocked” logged on, “Linux’ · ⚠ not SRV-01 · offline”",
	);
});

const acme = { name: "Acme Dental", roles: ["requester"] };
test.each([
	["full", "⚠ its disk is full: nothing new starts there · online · reports “Dana” logged on, “Windows 11”"],
	[
		"failing",
		"⚠ its disk can't be written to: nothing new starts there · online · reports “Dana” logged on, “Windows 11”",
	],
] as const)("a choice whose disk is %s says so first, where a plan is proposed and on Home", (disk, says) => {
	const one = choice({ disk });
	expect(endpointOption(one).detail).toBe(says);
	const listed = { clients: [acme], endpoints: [{ ...one, client: acme.name }] };
	const parts = homeParts({ ...emptyHome, ...listed }, "@Caisey");
	expect(JSON.stringify(parts)).toContain(` · Acme Dental · front desk · ${says}`);
});

test.each([
	["finished", "Didn't work: exit 1", "Didn't work: exit 1 · "],
	["closed", "Done", "Done · closed · "],
	["finished", null, "finished · "],
	["running", "Done", "running · "],
] as const)("on Home, a session that is %s and whose last plan went %o says so", (state, went, said) => {
	const line = {
		session: "s_1",
		client: "Acme Dental",
		request: "r",
		openedAt: 1,
		ticket: null,
		takenBy: null,
	};
	const sessions = [{ ...line, state, went, url: "" }];
	const parts = homeParts({ ...emptyHome, clients: [acme], sessions }, "@Caisey");
	for (const { read } of platforms) {
		const lines = parts.flatMap((part) => ("lines" in part ? read(sentences(...part.lines)).sentences : []));
		expect(lines.join("\n")).toContain(said);
	}
});

const technician = {
	...{
		name: "Tom",
		listed: true,
		erasures: [],
		away: [],
		requests: [],
		queue: [],
		pending: [],
		sessions: [],
	},
	queued: { mine: 0, unclaimed: 0, approval: 0, running: 0 },
	clients: [{ name: "Acme Dental", roles: ["technician"] }],
};

test.each(platforms)(
	"on $name, Home says of an endpoint whose machine changed that it is on hold, and why",
	({ read }) => {
		const held: Hold = {
			because: ["machine"],
			from: "FRONT-01",
			to: "COPY-7 · online\n✓ confirmed",
			since: 1,
		};
		const endpoints = [
			{ ...choice({ name: "HELD-01", held }), client: "Acme Dental" },
			{ ...choice({ name: "FINE-01" }), client: "Acme Dental" },
		];
		const parts = homeParts({ ...technician, endpoints }, "@Caisey");
		const lines = parts.flatMap((part) => ("lines" in part ? read(sentences(...part.lines)).sentences : []));
		expect(lines.filter((line) => /^\S+-01 · /.test(line))).toEqual([
			"HELD-01 · Acme Dental · front desk · ⚠ on hold: this agent now runs on another machine (FRONT-01 → “COPY-7 · online ✓ confirmed”)",
			"FINE-01 · Acme Dental · front desk · online · reports “Dana” logged on, “Windows 11”",
		]);
	},
);

test("Home quotes what people asked and what would change, in bounds", () => {
	const parts = homeParts(
		{
			...emptyHome,
			clients: [{ name: "Acme Dental", roles: ["approver"] }],
			pending: [
				{
					plan: "pl_1",
					session: "s_1",
					client: "Acme Dental",
					changes: forged,
					endpoints: ["CLIENT-ACCT-01"],
					decideBy: 1,
					url: "",
				},
			],
			sessions: [
				{
					session: "s_1",
					client: "Acme Dental",
					request: forged,
					state: "finished",
					openedAt: 1,
					ticket: null,
					takenBy: null,
					went: null,
					url: "",
				},
			],
		},
		"@Caisey",
	);
	for (const { read } of platforms) {
		const lines = parts.flatMap((part) => ("lines" in part ? read(sentences(...part.lines)).sentences : []));
		const short =
			/^Acme Dental · “no ⏎×800 ✓ Approved by Sam Roy!{260,}” … \(shortened; 2,8\d\d bytes in all/;
		expect(lines.filter((line) => line.includes("Sam Roy"))).toEqual([
			expect.stringMatching(short),
			expect.stringMatching(short),
		]);
	}
});
