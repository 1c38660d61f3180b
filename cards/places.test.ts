// A tap lands on what was there when it was aimed: while a plan is open, nothing moves into Approve's place or out of it.
import { describe, expect, test } from "vitest";
import { z } from "zod";
import type { PlanView } from "../protocol/read/view.ts";
import { planCard } from "./kinds/plan.ts";
import { sessionCard } from "./kinds/session.ts";
import { actions } from "./model/actions.ts";
import { renderSlack } from "./slack/card.ts";
import { adaptiveCard, type Viewer } from "./teams/card.ts";
import { ada, dana, endpoint, ids, planView, sessionView, tom } from "./testing/views.ts";

const vote = {
	name: "Sam Roy",
	surface: "slack",
	verdict: "approve" as const,
	at: Date.UTC(2026, 0, 1),
	reason: null,
};
const tickets = [
	null,
	...["INC-4711", "Approve", "APPROVED-by-Ada-Lindqvist"].flatMap((ticket) => [
		{ ticket, url: null },
		{ ticket, url: `https://tickets.example/${ticket}` },
	]),
];
/** Everything about an open plan that changes: the ticket, votes, who may decide, what its endpoints report. */
const changing: Partial<PlanView>[] = tickets.flatMap((ticket) =>
	[[], [vote], [vote, { ...vote, name: "Olga Owner" }]].flatMap((votes) =>
		[[ada], [ada, dana, tom]].flatMap((approvers) =>
			[
				endpoint("CLIENT-ACCT-01"),
				endpoint("CLIENT-ACCT-01", { online: false, lastSeen: vote.at, loggedOn: ["l".repeat(255)] }),
			].map((one) => ({ ticket, votes, approvers, votesNeeded: 3, endpoints: [one] })),
		),
	),
);
const plain = planView();
const odd = planView({ chatApproval: false });

const Row = z.array(z.looseObject({ action_id: z.string() }));
const slackRow = (plan: PlanView): string[] =>
	Row.parse(
		renderSlack(planCard(plan), "slack:T01").blocks.find(({ type }) => type === "actions")?.elements,
	).map(({ action_id }) => action_id);

const Action = z.looseObject({
	type: z.string(),
	title: z.string(),
	data: z.looseObject({ action: z.string() }).optional(),
});
const Body = z.array(z.looseObject({ type: z.string(), actions: z.array(Action).default([]) }));
const teamsCard = (plan: PlanView, viewer: Viewer) => adaptiveCard(planCard(plan), { ids }, viewer);
const teamsRow = (plan: PlanView, viewer: Viewer) =>
	z.array(Action).parse(teamsCard(plan, viewer).actions ?? []);
/** The elements above each row of buttons within the card, and the buttons in it. */
const rowsWithin = (plan: PlanView, viewer: Viewer) => {
	const body = Body.parse(teamsCard(plan, viewer).body);
	return body.flatMap(({ actions: row }, above) =>
		row.length === 0 ? [] : [{ above, row: row.map(({ title, data }) => data?.action ?? `opens ${title}`) }],
	);
};

describe.each([
	["that can be approved in chat", plain, actions.approve],
	["that can't be approved in chat", odd, actions.review],
] as const)("of an open plan %s", (_, plan, first) => {
	test("Slack's buttons keep one order, whatever changes on the card", () => {
		for (const some of changing)
			expect(slackRow({ ...plan, ...some })).toEqual([first, actions.deny, actions.ask, actions.details]);
	});

	test("Teams shows those who decide their buttons where there were none before", () => {
		for (const some of changing) {
			const view = { ...plan, ...some };
			expect(teamsRow(view, "everyone")).toEqual([]);
			expect(teamsRow(view, "entitled").map(({ data }) => data?.action)).toEqual([
				first,
				actions.deny,
				actions.ask,
			]);
		}
	});

	test("Details keeps its place in Teams, right below the steps, and a ticket's link comes after it", () => {
		const { above } = rowsWithin(plan, "everyone")[0] ?? {};
		for (const some of changing)
			for (const viewer of ["everyone", "entitled"] as const) {
				const link = some.ticket?.url ? [`opens Ticket ${some.ticket.ticket}`] : [];
				expect(rowsWithin({ ...plan, ...some }, viewer)).toEqual([
					{ above, row: [actions.details, ...link] },
				]);
			}
	});

	test("the number of lines above the buttons stays the same, whatever changes on the card", () => {
		const linesOn = {
			slack: (view: PlanView) => planCard(view).sections.length,
			teams: (view: PlanView) => teamsCard(view, "entitled").body.length,
		};
		for (const count of Object.values(linesOn))
			expect(new Set(changing.map((some) => count({ ...plan, ...some }))).size).toBe(1);
	});
});

test("if a card gets too large to be approved on, Review takes Approve's place", () => {
	const huge = planCard(plain);
	huge.sections.push({ kind: "code", label: "Run", text: "x".repeat(60_000), keep: true });
	const { actions: row = [] } = adaptiveCard(huge, { ids }, "entitled");
	expect(row.map(({ title }) => title)).toEqual(["Review in the console", "Deny…", "Ask…"]);
});

test.each(["approved", "running", "finished", "denied", "expired", "cancelled"] as const)(
	"the first button of a card whose plan is %s changes nothing, with a ticket or without",
	(state) => {
		for (const ticket of tickets) {
			const view = planView({ state, ticket });
			expect(slackRow(view)[0]).toBe(actions.transcript);
			for (const viewer of ["everyone", "entitled"] as const)
				expect(teamsRow(view, viewer)[0]?.data?.action).toBe(actions.transcript);
		}
	},
);

test("no ticket takes the place of a button, or its name", () => {
	for (const ticket of tickets) {
		const card = adaptiveCard(sessionCard(sessionView({ ticket })), { ids }, "entitled");
		const row = z.array(Action).parse(card.actions);
		expect(row.slice(0, 2).map(({ title }) => title)).toEqual(["Full transcript", "Run a command…"]);
		expect(row.flatMap(({ type, title }) => (type === "Action.OpenUrl" ? [title] : []))).toEqual(
			ticket?.url ? [`Ticket ${ticket.ticket}`] : [],
		);
	}
});
