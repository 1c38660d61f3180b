// What a plan asks: where, why in plain words, as whom, until when, and every step's exact text; and who decides.
import { shown } from "../../domain/text.ts";
import type { PlanView } from "../../protocol/view.ts";
import { lineEndsText, list, within } from "../../words/format.ts";
import type { Line, Section } from "../model/card.ts";
import { canApproveInChat } from "./chat-approval.ts";
import { surfaceName } from "./words.ts";

/** Where it would run, what the proposer says about it, and under which conditions. */
export const asked = (plan: PlanView): Section[] => [
	{
		kind: "facts",
		facts: plan.endpoints.map((endpoint) => ({ label: endpoint.name, line: described(endpoint) })),
	},
	{
		kind: "facts",
		facts: [
			{ label: `${plan.proposer.name} says`, line: [plan.words.changes] },
			{ label: "Who will notice", line: [plan.words.notices] },
			{ label: "To undo it", line: [plan.words.undo] },
		].filter(({ line }) => line[0] !== ""),
	},
	{ kind: "text", line: conditions(plan), keep: true },
	...(plan.state === "open" ? [{ kind: "text" as const, line: times(plan), keep: true }] : []),
];

type Endpoint = PlanView["endpoints"][number];

const described = ({ description, os, loggedOn, online, lastSeen }: Endpoint): Line => {
	const who = loggedOn.length > 0 ? `${list(loggedOn, 3)} logged on` : "nobody logged on";
	const facts = [description, os, who].filter((fact) => fact !== "").join(", ");
	if (online) return [facts];
	return lastSeen === null ? [facts, " · never seen yet"] : [facts, " · offline since ", { time: lastSeen }];
};

const conditions = (plan: PlanView): Line => [
	"Runs as ",
	{ bold: runsAs(plan) },
	` · ${plan.shell} · in `,
	plan.cwd === null ? "its home folder" : { code: shown(plan.cwd) },
	// Whatever kinds the plan declares: nothing passes a question on yet, the agent gives every process an empty input.
	" · input: none, a question would get no answer",
	` · each step up to ${within(plan.stepTimeLimit)}`,
	` · a failed check ${plan.failedCheck === "stop" ? "stops the rest" : "stops nothing"}`,
];

const runsAs = ({ runAs, endpoints }: PlanView): string =>
	runAs.kind === "user"
		? shown(runAs.name)
		: list([...new Set(endpoints.map(({ agentUser }) => shown(agentUser)))], 3);

const times = (plan: PlanView): Line => [
	"Decide by ",
	{ time: plan.decideBy },
	`, then it runs within ${within(plan.runWithin)}`,
	...(plan.notBefore === null ? [] : [", but not before ", { time: plan.notBefore }]),
];

const phases = { before: "Before", command: "Run", after: "After" } as const;

/** Every step in order, spelled out where something in it can't be seen or is taken for something else. */
export const steps = (plan: PlanView, keep: boolean): Section[] => [
	...plan.steps.map(
		({ phase, command }): Section => ({
			kind: "code",
			label: phases[phase] + lineEndsText(command),
			text: shown(command),
			keep,
		}),
	),
	...warnings(plan),
];

const warnings = (plan: PlanView): Section[] => {
	if (plan.state !== "open") return [];
	const said = plan.oddities.map(({ step, what }) => `step ${step + 1} contains ${what}`);
	const reasons = [...new Set([...said, ...canApproveInChat(plan).reasons])];
	const some = reasons
		.slice(0, 6)
		.map((reason): Section => ({ kind: "warning", line: [reason], keep: true }));
	const rest = reasons.length - some.length;
	return rest > 0 ? [...some, { kind: "warning", line: [`and ${rest} more like these`], keep: true }] : some;
};

/** Who decides, or who did, where and when. */
export const decision = (plan: PlanView): Section[] => {
	const votes = plan.votes.map((vote): Section => ({ kind: "text", line: voted(vote), keep: true }));
	const cancelled: Section[] = plan.cancelledBy
		? [{ kind: "text", line: [`Cancelled by ${plan.cancelledBy}`], keep: true }]
		: [];
	const deciders: Section[] =
		plan.state === "open" ? [{ kind: "text", line: decides(plan), keep: true }] : [];
	const runBy: Section[] =
		plan.state === "approved" && plan.runBy !== null
			? [{ kind: "text", line: starts(plan.notBefore, plan.runBy), keep: true }]
			: [];
	return [...votes, ...cancelled, ...runBy, ...deciders];
};

const starts = (notBefore: number | null, runBy: number): Line =>
	notBefore === null
		? ["Must start by ", { time: runBy }]
		: ["Starts not before ", { time: notBefore }, ", and must start by ", { time: runBy }];

const voted = ({ name, surface, verdict, at, reason }: PlanView["votes"][number]): Line => [
	`${verdict === "approve" ? "Approved" : "Denied"} by ${name} in ${surfaceName(surface)}, `,
	{ time: at },
	...(reason === null || reason === "" ? [] : [`: “${reason}”`]),
];

const decides = ({ approvers, votesNeeded }: PlanView): Line => {
	if (approvers.length === 0) return ["Nobody can decide on this yet: an approver has to be named first."];
	if (votesNeeded > 1) return [`${votesNeeded} of these decide: `, ...named(approvers, "and")];
	return [...named(approvers, "or"), " decides"];
};

const named = (approvers: PlanView["approvers"], and: "and" | "or"): Line => {
	const shown = approvers.length > 6 ? approvers.slice(0, 5) : approvers;
	const last = shown.length < approvers.length ? `${approvers.length - shown.length} others` : null;
	return shown
		.flatMap((mention, i): Line => {
			if (i === 0) return [{ mention }];
			return [last === null && i === shown.length - 1 ? ` ${and} ` : ", ", { mention }];
		})
		.concat(last === null ? [] : [` ${and} ${last}`]);
};
