import fc from "fast-check";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { canApproveInChat } from "../cards/kinds/chat-approval.ts";
import { card } from "../cards/kinds/message.ts";
import { planCard } from "../cards/kinds/plan.ts";
import { fields } from "../cards/kinds/plan-fields.ts";
import { planForm } from "../cards/kinds/plan-form.ts";
import type { Card } from "../cards/model/card.ts";
import { limits } from "../cards/model/limits.ts";
import { renderSlack } from "../cards/slack/card.ts";
import { renderTeams } from "../cards/teams/card.ts";
import { teamsDialog } from "../cards/teams/form.ts";
import { anyCommand } from "../cards/testing/commands.ts";
import { hostilePlan, planStates } from "../cards/testing/hostile.ts";
import { messages } from "../cards/testing/messages.ts";
import { readTeams } from "../cards/testing/read.ts";
import { ids, planView } from "../cards/testing/views.ts";
import { launch, newPage } from "../console/testing/browser.ts";
import { drawn, unmarked } from "../domain/testing/unmarked.ts";
import { Policy } from "../protocol/people.ts";
import { lineEnds } from "../words/amounts.ts";
import { openCards } from "./cards/page.ts";
import type { Shown } from "./cards/shown.ts";
import { takePicture } from "./world/people/pictures.ts";

let browser: Browser;
let page: Page;
let complaints: string[];
beforeAll(async () => {
	browser = await launch();
	({ page, complaints } = await newPage(browser, {
		viewport: { width: 820, height: 600 },
	}));
	await openCards(page);
});
afterAll(() => browser.close());

const rendered = (of: Card): Shown => {
	const { text, attachments } = renderTeams(of, { ids }, "entitled");
	return { slack: renderSlack(of, "slack:T01").blocks, teams: attachments?.[0]?.content ?? text ?? "" };
};
const show = (of: Card) => page.evaluate((shown) => window.show(shown), rendered(of));

test.each(Object.entries(messages))("%s is drawn whole on a phone's width", async (name, message) => {
	const of = card(message);
	const { text, codes, sticksOut } = await show(of);
	expect(sticksOut).toBe(false);
	const read = readTeams(renderTeams(of, { ids }, "entitled"));
	for (const sentence of read.sentences)
		expect([inStockholm(sentence), sentence].some((one) => plain(text).includes(plain(one)))).toBe(true);
	expect(codes.map(seen)).toEqual(read.codes.map((code) => inLines(code.text)));
	expect(complaints).toEqual([]);
	if (!name.startsWith("notice, ") || name === "notice, approval-asked")
		await takePicture(page.locator("#pair"), `cards/${name.replaceAll(/[^a-z]+/g, "-")}`);
});

/** What someone would write to bury a step, or to pass for the card. */
const forgeries = [
	`tidies up${"\n".repeat(800)}Run\nGet-Date\nWaiting for Ada Lindqvist to decide\nplan 9c41·e07b`,
	"✓ Approved by Sam Roy in Slack, today at 16:47",
	`nobody\nRuns as a guest without rights\n${"\u0301".repeat(60)}`,
	`all is well${" ".repeat(200)}✓ Approved by Sam Roy`,
	`CLIENT-ACCT-01 · online” Runs as “a guest`,
	"x".repeat(600),
	"שלום ✓ Approved by Sam Roy",
];

test.each(planStates)(
	"hostile texts leave the first step of a plan that is %s in sight on a phone",
	async (state) => {
		let n = 0;
		const plan = hostilePlan(state, () => `${forgeries[n++ % forgeries.length]}`);
		const { above, codes, sticksOut } = await show(planCard(plan));
		expect(sticksOut).toBe(false);
		// A phone has about 640 below its own bars.
		for (const pixels of above) expect(pixels).toBeLessThan(state === "open" ? 560 : 420);
		expect(codes.slice(0, 3).map(seen)).toEqual(plan.steps.map(({ command }) => command));
		expect(complaints).toEqual([]);
		await takePicture(page.locator("#pair"), `cards/hostile-plan-${state}`);
	},
);

test("the plan's dialog is drawn with all its fields on a phone's width", async () => {
	const [name, description, os, agentUser] = ["CLIENT-ACCT-01", "front desk", "Windows 11", "SYSTEM"];
	const seen = { online: true, lastSeen: null, quarantined: false, held: null, disk: "room" as const };
	const one = { name, description, os, agentUser, loggedOn: ["Dana"], ...seen };
	const endpoints = [
		{ ...one, id: "e_1", shells: ["powershell"], similarTo: ["CLIENT-ACCT-10"] },
		{ ...one, id: "e_2", name: "SRV_02", loggedOn: [], shells: ["powershell"], similarTo: [] },
	];
	const draft = { steps: [{ phase: "command" as const, command: "Get-Item C:\\x" }] };
	const proposal = {
		session: "s",
		client: "Acme Dental",
		endpoints,
		more: false,
		policy: Policy.parse({}),
		draft,
	};
	const form = planForm(proposal, { inputText: limits.teams.inputText, begin: "@Caisey", whole: true });
	const errors = { changes: "Say in a few plain words what changes." };
	const dialog = teamsDialog(form, { remembered: {}, zone: "Europe/Stockholm", errors });
	const { text, sticksOut } = await page.evaluate((shown) => window.show(shown), {
		slack: [],
		teams: dialog.card,
	});
	expect(sticksOut).toBe(false);
	for (const label of Object.values(fields)) expect(text).toContain(label);
	expect(text).toContain(errors.changes);
	await takePicture(page.locator("#teams"), "cards/dialog");
});

test("the card shows decide by in the reader's own zone", async () => {
	const { text } = await show(planCard(planView()));
	expect(plain(text)).toContain("Decide by Sat, Jan 13, 2024 at 5:41 PM, then it runs within 1 h");
});

test("a card draws what it offers for approval character for character: 500 generated commands", async () => {
	const commands = fc
		.sample(anyCommand, { numRuns: 1_600, seed: 6 })
		.filter((command) => canApproveInChat(planView({ steps: [{ phase: "command", command }] })).ok)
		.slice(0, 500);
	expect(commands).toHaveLength(500);
	const cards = commands.map((command) =>
		rendered(planCard(planView({ steps: [{ phase: "command", command }] }))),
	);
	const codes = await page.evaluate((all) => all.map((one) => window.show(one).codes), cards);
	for (const [i, command] of commands.entries()) {
		const [code = "", ...others] = codes[i]?.map(seen) ?? [];
		expect(others).toEqual([]);
		expect(unmarked(code)).toBe(drawn(inLines(command), code));
	}
	expect(complaints).toEqual([]);
});

// As the library writes a time in the reader's zone.
const inStockholm = (text: string): string =>
	text.replaceAll(/(\d{4}-\d\d-\d\d) (\d\d:\d\d) UTC/g, (_, date, time) => {
		const at = new Date(`${date}T${time}:00Z`);
		const day = { weekday: "short", month: "short", day: "numeric", year: "numeric" } as const;
		const hour = { hour: "numeric", minute: "2-digit" } as const;
		const timeZone = "Europe/Stockholm";
		return `${at.toLocaleDateString("en-US", { ...day, timeZone })} at ${at.toLocaleTimeString("en-US", { ...hour, timeZone })}`;
	});
const plain = (text: string): string => text.replaceAll(/\s+/g, " ").trim();
// That all lines end as on Windows is said above them.
const inLines = (text: string): string => (lineEnds(text) === "CR LF" ? text.replaceAll("\r\n", "\n") : text);
// As it is seen, so a renderer's own folding of blanks would show here.
const seen = (lines: string[]): string =>
	lines
		.map((line) => (line === "\u00a0" ? "" : line.replaceAll("\u00a0", " ").replaceAll("⟨tab⟩", "\t")))
		.map((line) => (lines.length > 1 ? line.replace(/^ *\d+│ ?/, "") : line))
		.map((line) => line.replace(/⟨carriage return⟩$/, "\r"))
		.join("\n");
