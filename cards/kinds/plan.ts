// The plan's card, edited in place through its life: what is asked, who decided, how it runs, how it went.
import { endpointOutcomes, planOutcome } from "../../domain/verdict.ts";
import { shortDigest } from "../../protocol/plan.ts";
import type { PlanView } from "../../protocol/view.ts";
import { list } from "../../words/amounts.ts";
import { outcomeText, verdict } from "../../words/outcome.ts";
import { actions } from "../model/actions.ts";
import type { Button, Card, Section } from "../model/card.ts";
import { canApproveInChat } from "./chat-approval.ts";
import { asked, decision, steps } from "./plan-asked.ts";
import { results, waits } from "./plan-runs.ts";
import { ticketLine } from "./session.ts";

export const planCard = (plan: PlanView): Card => {
	const title = titles[plan.state](plan);
	return {
		title,
		state: null,
		sections: [...body(plan), ...ticket(plan), footer(plan)],
		choice: null,
		buttons: buttons(plan),
		menu: [],
		...(plan.state === "open" && { deciders: { plan: plan.plan, who: plan.approvers } }),
		notification: [`${title} ${plan.words.changes}`],
	};
};

/** Whether the card offers [Approve]: what the Session says and what the text itself says must agree. */
export const offersApproval = (plan: PlanView): boolean =>
	plan.state === "open" && plan.chatApproval && plan.oddities.length === 0 && canApproveInChat(plan).ok;

const on = ({ endpoints }: Pick<PlanView, "endpoints">): string =>
	list(
		endpoints.map(({ name }) => name),
		3,
	);

const underWay = (plan: PlanView): string => {
	const waiting = plan.endpoints.filter((endpoint) => waits(plan, endpoint));
	const at = plan.endpoints.filter(({ name }) =>
		plan.runs.some(
			(run) => run.endpoint === name && run.state !== "ended" && !waiting.some((one) => one.name === name),
		),
	);
	if (at.length > 0) return `Running on ${on({ endpoints: at })}`;
	return waiting.length > 0 ? `Waiting to run on ${on({ endpoints: waiting })}` : `Running on ${on(plan)}`;
};

const titles = {
	open: (plan) => `Approve this on ${onDescribed(plan)}?`,
	approved: (plan) => `Approved, waiting to run on ${on(plan)}`,
	running: (plan) => underWay(plan),
	finished: (plan) => went(plan),
	denied: (plan) => `Denied: nothing was run on ${on(plan)}`,
	expired: (plan) => `Not decided in time: nothing was run on ${on(plan)}`,
	cancelled: (plan) => `Cancelled on ${on(plan)}`,
} as const satisfies Record<PlanView["state"], (plan: PlanView) => string>;

const went = (plan: PlanView): string => {
	const each = endpointOutcomes(plan.endpoints, plan.runs);
	const alike = new Set(each.map(({ outcome }) => outcome)).size === 1;
	return alike ? `${outcomeText(planOutcome(plan.runs), plan.runs)} on ${on(plan)}` : verdict(each);
};

const onDescribed = (plan: PlanView): string =>
	plan.endpoints.length > 3 ? `${plan.endpoints.length} endpoints` : on(plan);

const body = (plan: PlanView): Section[] => {
	if (plan.state === "open") return [...asked(plan), ...steps(plan, offersApproval(plan)), ...decision(plan)];
	return [...results(plan), ...decision(plan), ...asked(plan), ...steps(plan, false)];
};

const footer = (plan: PlanView): Section => ({
	kind: "text",
	line: ["plan ", { code: shortDigest(plan.digest) }],
	keep: true,
});

const ticket = ({ ticket }: PlanView): Section[] =>
	ticket ? [{ kind: "text", line: ticketLine(ticket) }] : [];

const buttons = (plan: PlanView): Button[] => {
	const of = (action: Button["action"], label: string, tone?: Button["tone"]): Button => ({
		action,
		id: action.startsWith("session_") ? plan.session : plan.plan,
		label,
		...(tone && { tone }),
	});
	const transcript = of(actions.transcript, "Full transcript");
	const deciding = (...button: Parameters<typeof of>): Button => ({ ...of(...button), forDeciders: true });
	switch (plan.state) {
		case "open":
			return [
				offersApproval(plan)
					? deciding(actions.approve, "Approve", "primary")
					: deciding(actions.review, "Review in the console", "primary"),
				deciding(actions.deny, "Deny…", "danger"),
				deciding(actions.ask, "Ask…"),
				of(actions.details, "Details"),
			];
		case "approved":
		case "running":
			return [of(actions.cancel, "Cancel", "danger"), transcript];
		case "expired":
			return [of(actions.proposeAgain, "Ask again…"), transcript];
		case "finished":
		case "denied":
		case "cancelled":
			return [of(actions.proposeAgain, "Propose again…"), transcript];
	}
};
