// Cancel never appears where Approve was a moment ago, and asks before it stops anything.
import { expect, test } from "vitest";
import { z } from "zod";
import type { PlanView } from "../protocol/read/view.ts";
import { planCard } from "./kinds/plan.ts";
import { cancelForm, cancelQuestion } from "./kinds/questions.ts";
import { actions } from "./model/actions.ts";
import { limits } from "./model/limits.ts";
import { renderSlack } from "./slack/card.ts";
import { renderTeams } from "./teams/card.ts";
import { teamsDialog } from "./teams/form.ts";
import { endpoint, ids, planView, runView } from "./testing/views.ts";

const Plain = z.object({ type: z.literal("plain_text"), text: z.string(), emoji: z.literal(false) });
const Buttons = z.array(
	z.looseObject({
		action_id: z.string(),
		confirm: z
			.strictObject({ title: Plain, text: Plain, confirm: Plain, deny: Plain, style: z.literal("danger") })
			.optional(),
	}),
);
const slackButtons = (plan: PlanView) =>
	Buttons.parse(
		renderSlack(planCard(plan), "slack:T01").blocks.find(({ type }) => type === "actions")?.elements,
	);
const teamsButtons = (plan: PlanView) =>
	renderTeams(planCard(plan), { ids }, "entitled").attachments?.[0]?.content.actions ?? [];

test.each(["approved", "running", "finished", "denied", "expired", "cancelled"] as const)(
	"once a plan is %s, the button in Approve's place changes nothing",
	(state) => {
		expect(slackButtons(planView({ state }))[0]).toMatchObject({ action_id: actions.transcript });
		expect(teamsButtons(planView({ state }))[0]).toMatchObject({ data: { action: actions.transcript } });
	},
);

test.each([
	[
		"running",
		"This stops what is running on CLIENT-ACCT-01. What it has already done stays done.",
		"Stop it",
		"Let it run",
	],
	[
		"approved",
		"It won't run on CLIENT-ACCT-01. If it has already started, it stops. What it has done by then stays done.",
		"Don't run it",
		"Keep it",
	],
] as const)("of what is %s, Cancel asks in words that say what will happen", (state, says, yes, no) => {
	const plan = planView({ state });
	const asked = slackButtons(plan).filter(({ confirm }) => confirm);
	expect(asked).toMatchObject([
		{
			action_id: actions.cancel,
			text: { text: "Cancel…" },
			confirm: {
				title: { text: "Cancel this change?" },
				text: { text: says },
				confirm: { text: yes },
				deny: { text: no },
			},
		},
	]);
	expect(slackButtons(plan).at(-1)).toEqual(asked[0]);
	expect(teamsButtons(plan).at(-1)).toEqual({
		type: "Action.Submit",
		title: "Cancel…",
		style: "destructive",
		data: { msteams: { type: "task/fetch" }, action: actions.cancel, id: plan.plan },
	});
	const { title, card } = teamsDialog(cancelForm(cancelQuestion(plan)), { remembered: {}, zone: "UTC" });
	expect([title, card.body, card.actions?.map((one) => one.title)]).toEqual([
		"Cancel this change?",
		[{ type: "RichTextBlock", inlines: [{ type: "TextRun", text: says }] }],
		[yes],
	]);
});

test("the question fits Slack's limits for any number of endpoints", () => {
	const endpoints = Array.from({ length: 10 }, () => endpoint("N".repeat(64)));
	for (const state of ["approved", "running"] as const) {
		const text = slackButtons(planView({ state, endpoints })).at(-1)?.confirm?.text.text ?? "";
		expect(text.length).toBeLessThanOrEqual(limits.slack.confirmText);
		expect(text).toMatch(/stays done\.$/);
	}
});

test.each(["approved", "running"] as const)(
	"once a cancel of what is %s is asked for, the card says nowhere that it is still to run",
	(state) => {
		const endpoints = [endpoint("A"), endpoint("B", { online: false, lastSeen: 1 })];
		const runs = state === "running" ? [runView({ endpoint: "A", state: "running", end: null })] : [];
		const card = planCard(planView({ state, endpoints, runs, runBy: 2, cancelledBy: "Ada Lindqvist" }));
		expect(card.title).toBe("Cancelled, stopping on A and B");
		const said = JSON.stringify([card.title, card.sections]);
		expect(said).not.toMatch(/waiting to run|must start|Must start|still to run|finished|Done/i);
		expect(said).toContain("Cancelled by Ada Lindqvist");
	},
);

test.each(["denied", "expired", "cancelled"] as const)(
	"a plan that is %s reads neither done nor finished",
	(state) => {
		const card = planCard(planView({ state, runBy: 2 }));
		expect(JSON.stringify([card.title, card.sections, card.notification])).not.toMatch(
			/to run\b|must start|Must start|finished|\bDone\b/,
		);
	},
);
