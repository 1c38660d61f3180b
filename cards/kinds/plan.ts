// The plan's card, edited in place through its life: what is asked, who decided, how it runs, how it went.
import { endpointOutcomes, planOutcome } from "../../domain/verdict.ts";
import { shortDigest } from "../../protocol/plan/plan.ts";
import type { PlanView } from "../../protocol/read/view.ts";
import { list } from "../../words/amounts.ts";
import { verdict } from "../../words/outcome.ts";
import { planOn, planStanding } from "../../words/plan.ts";
import { waitsForSecret } from "../../words/secrets.ts";
import { actions, showActions } from "../model/actions.ts";
import type { Button, Card, Section } from "../model/card.ts";
import { limits } from "../model/limits.ts";
import { brief } from "../plain.ts";
import { canApproveInChat } from "./chat-approval.ts";
import { openLink } from "./open.ts";
import { asked, decision, steps } from "./plan-asked.ts";
import { head, says } from "./plan-head.ts";
import { results, waits, waitsForPerson } from "./plan-runs.ts";
import { cancelQuestion } from "./questions.ts";
import { ticketLine } from "./session.ts";

export const planCard = (plan: PlanView): Card => {
	const title = titleOf(plan);
	return {
		title,
		state: null,
		sections: [
			...head(plan).map((line): Section => ({ kind: "text", line, keep: true })),
			...steps(plan, offersApproval(plan) || plan.state !== "open"),
			...(plan.state === "open" ? [] : [...results(plan), ...decision(plan)]),
			...asked(plan),
			footer(plan),
		],
		choice: null,
		buttons: buttons(plan),
		menu: [],
		...(plan.state === "open" && { own: { show: showActions.plan, id: plan.plan, who: plan.approvers } }),
		notification: [title, title.endsWith("?") ? " " : ". ", ...says(plan, plan.words.changes)],
	};
};

/** Whether the card offers [Approve]: what the Session says and what the text itself says must agree. */
export const offersApproval = (plan: PlanView): boolean =>
	plan.state === "open" && plan.chatApproval && plan.oddities.length === 0 && canApproveInChat(plan).ok;

const on = ({ endpoints }: Pick<PlanView, "endpoints">): string =>
	list(
		endpoints.map(({ name }) => brief(name)),
		3,
	);

const underWay = (plan: PlanView): string => {
	const waiting = plan.endpoints.filter((endpoint) => waits(plan, endpoint));
	const at = plan.endpoints.filter(({ name }) =>
		plan.runs.some(
			(run) => run.endpoint === name && run.state !== "ended" && !waiting.some((one) => one.name === name),
		),
	);
	const asking = at.filter(({ name }) =>
		plan.runs.some((run) => run.endpoint === name && waitsForPerson(run)),
	);
	if (at.length > 0 && asking.length === at.length)
		return `Waiting for the person at ${on({ endpoints: asking })}`;
	if (at.length > 0) return `Running on ${on({ endpoints: at })}`;
	return waiting.length > 0 ? `Waiting to run on ${on({ endpoints: waiting })}` : `Running on ${on(plan)}`;
};

/** A cancel is on its way, which a machine that is offline hears only when it is back. */
const stopping = (plan: PlanView): string => `Cancelled, stopping on ${on(plan)}`;

const titles = {
	open: (plan) => `Approve this on ${whereInTitle(plan)}?`,
	approved: (plan) =>
		plan.cancelledBy !== null
			? stopping(plan)
			: plan.secrets.wanted
				? `${capital(waitsForSecret)} on ${on(plan)}`
				: `${standing(plan)} on ${on(plan)}`,
	running: (plan) => (plan.cancelledBy === null ? underWay(plan) : stopping(plan)),
	finished: (plan) => went(plan),
	denied: (plan) => `${standing(plan)}: nothing was run on ${on(plan)}`,
	expired: (plan) => `${standing(plan)}: nothing was run on ${on(plan)}`,
	cancelled: (plan) => `${standing(plan)} on ${on(plan)}`,
} as const satisfies Record<PlanView["state"], (plan: PlanView) => string>;

/** As everywhere else, at the beginning of a sentence. */
const standing = ({ state, runs }: PlanView): string => capital(planStanding(state, runs));

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Fits into a title on every platform. A longer one would push the steps down. */
const longestTitle = limits.slack.header;

const titleOf = (plan: PlanView): string => brief(titles[plan.state](plan), longestTitle);

const went = (plan: PlanView): string => {
	const each = endpointOutcomes(plan.endpoints, plan.runs);
	const alike = new Set(each.map(({ outcome }) => outcome)).size === 1;
	if (!alike) return verdict(each);
	return planOn(plan.runs, on(plan));
};

/** The card lists all of them below. */
const whereInTitle = (plan: PlanView): string => {
	const names = on(plan);
	const many = plan.endpoints.length > 3 || names.length > 120;
	return many && plan.endpoints.length > 1 ? `${plan.endpoints.length} endpoints` : names;
};

/** On one line: a ticket that is noted later moves nothing. */
const footer = ({ digest, ticket, thread, url, plan }: PlanView): Section => ({
	kind: "text",
	line: [
		"plan ",
		{ code: shortDigest(digest) },
		...(ticket ? [" · ", ...ticketLine(ticket)] : []),
		...(thread === null ? [] : [" · ", { url: thread, label: "Go to the thread" }]),
		" · ",
		openLink(`${url}#${plan}`),
	],
	keep: true,
});

const ofPlan: Button["action"][] = [actions.review, actions.details, actions.fromNowOn];

/** A personal link from a card leads to that plan. */
const idFor = (action: Button["action"], { session, plan }: PlanView): string => {
	if (ofPlan.includes(action)) return `${session}.${plan}`;
	return action.startsWith("session_") ? session : plan;
};

/** What people voted on, and what worked. */
const mayStand = ({ standable, state, ruled, runs }: PlanView): boolean =>
	standable &&
	state === "finished" &&
	ruled === null &&
	["done", "done-but-check"].includes(planOutcome(runs));

const buttons = (plan: PlanView): Button[] => {
	const of = (action: Button["action"], label: string, tone?: Button["tone"]): Button => ({
		action,
		id: idFor(action, plan),
		label,
		...(tone && { tone }),
	});
	const transcript = of(actions.transcript, "Full transcript");
	const deciding = (...button: Parameters<typeof of>): Button => ({ ...of(...button), forSome: true });
	const review = deciding(actions.review, "Review in the console", "primary");
	const approve = { ...deciding(actions.approve, "Approve", "primary"), orElse: review };
	switch (plan.state) {
		case "open":
			return [
				plan.approval === "passkey"
					? deciding(actions.review, "Approve with your passkey", "primary")
					: offersApproval(plan)
						? approve
						: review,
				deciding(actions.deny, "Deny…", "danger"),
				deciding(actions.ask, "Ask…"),
				of(actions.details, "Details"),
			];
		case "approved":
		case "running":
			// A second tap on [Approve] hits the button that is then first, so that one must change nothing.
			return [transcript, { ...of(actions.cancel, "Cancel…", "danger"), asks: cancelQuestion(plan) }];
		case "expired":
			return [transcript, of(actions.proposeAgain, "Ask again…")];
		case "finished":
		case "denied":
		case "cancelled":
			return [
				transcript,
				of(actions.proposeAgain, "Propose again…"),
				...(mayStand(plan) ? [of(actions.fromNowOn, "The same from now on…")] : []),
			];
	}
};
