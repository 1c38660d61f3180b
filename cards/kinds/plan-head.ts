// What is above a plan's steps: who asked for what, what will change, is it risky. Each is one bounded line, so that the first
// step stays on a phone's first screen; what is cut there follows the steps.
import type { PlanView } from "../../protocol/read/view.ts";
import { marked } from "../../words/actors.ts";
import { riskText } from "../../words/risk.ts";
import type { Line } from "../model/card.ts";
import { inChat } from "../model/limits.ts";
import { brief } from "../plain.ts";
import { canApproveInChat } from "./chat-approval.ts";
import { machines } from "./plan-machines.ts";

/** The most characters of each above the steps. */
const most = { name: 40, request: 120, changes: 160, machine: 120 } as const;

export const head = (plan: PlanView): Line[] => [
	...request(plan),
	...changes(plan),
	...(plan.state === "open" ? risk(plan) : []),
];

/** What is cut above. */
export const inFull = (plan: PlanView): Line[] => [
	...(plan.request && isCut(plan.request.text, most.request)
		? [[{ bold: "The request, in full" }, ": ", quoted(plan.request.text)]]
		: []),
	...(isCut(plan.words.changes, most.changes)
		? [[{ bold: "What changes, in full" }, ": ", ...says(plan, plan.words.changes)]]
		: []),
];

/** Views that older versions stored don't have it. */
const request = ({ request }: PlanView): Line[] => {
	if (request === null) return [];
	const { by, known, text, roles } = request;
	return [[`Asked by ${marked(brief(by, most.name), known, roles)}: `, start(text, most.request)]];
};

const changes = ({ proposer, words: { changes } }: PlanView): Line[] =>
	changes.trim() === ""
		? []
		: [
				[
					{ bold: "What changes" },
					`: ${brief(proposer.name, most.name)} says `,
					start(changes, most.changes),
				],
			];

/** Someone's words, under their proposer's name. */
export const says = ({ proposer }: Pick<PlanView, "proposer">, text: string): Line => [
	`${brief(proposer.name)} says `,
	quoted(text),
];

const quoted = (said: string) => ({ said, most: inChat.words });
const start = (text: string, most: number) => ({ said: brief(text, most), most });
const isCut = (text: string, most: number): boolean => brief(text, most) !== brief(text, inChat.words);

/** What is known of it before it runs, and the most serious of what the machines say. */
const risk = (plan: PlanView): Line[] => {
	const isRead = plan.chatApproval && plan.oddities.length === 0 && canApproveInChat(plan).ok;
	const accounts = plan.endpoints.map(({ agentUser }) => agentUser);
	const text = riskText(plan, accounts, isRead ? null : "can't be read here");
	const [first] = machines(plan);
	return [[{ bold: "Risk" }, `: ${text}`], ...(first ? [first.map(shorter)] : [])];
};

/** What the machines say besides, and that line too if it is cut above. */
export const furtherMachines = (plan: PlanView): Line[] => {
	const [first, ...others] = machines(plan);
	return first?.some((run) => textIn(run).length > most.machine) ? [first, ...others] : others;
};

const textIn = (run: Line[number]): string => (typeof run === "string" ? run : "said" in run ? run.said : "");

const shorter = (run: Line[number]): Line[number] => {
	if (typeof run === "string") return run.length > most.machine ? brief(run, most.machine) : run;
	return "said" in run ? start(run.said, most.machine) : run;
};
