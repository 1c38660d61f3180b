// A plan as text: everything that was asked to be approved, step by step.

import { keptInStep } from "../../domain/kept-blanks.ts";
import { inQuotes, onOneLine } from "../../domain/line.ts";
import { oddities, shown } from "../../domain/text.ts";
import type { Plan, Shell, Step } from "../../protocol/plan/plan.ts";
import type { TranscriptPlan, TranscriptRun } from "../../protocol/read/transcript-source.ts";
import { rolesText } from "../../words/actors.ts";
import { unconfirmedText } from "../../words/amendments.ts";
import { votedFor } from "../../words/deputies.ts";
import { keptBlanksLine } from "../../words/kept-blanks.ts";
import { aroundPersonText } from "../../words/person.ts";
import {
	aroundVoter,
	asksFor,
	hasCheckBefore,
	machineReport,
	onFailedCheck,
	restarts,
	runsAs,
	runWithin,
	startsIn,
	stepLimit,
	successText,
} from "../../words/plan.ts";
import { riskText } from "../../words/risk.ts";
import { encodings } from "../../words/script.ts";
import { needsText } from "../../words/secrets.ts";
import { utc } from "../../words/times.ts";
import { oneLine } from "../html/escape.ts";
import { planVerdict } from "../tone.ts";
import { block, value } from "./indent.ts";
import { machinesSaid, type Said } from "./preflight-text.ts";

export const planText = (found: TranscriptPlan, runs: TranscriptRun[]): string => {
	const { plan } = found;
	const [changes, ...words] = planWords(found);
	return [
		`  State: ${value(planVerdict(found, runs).text)}\n`,
		...[changes, planRisk(found), planPlaces(found), ...words, ...planFacts(found)].map(
			({ label, text, exact }) => `  ${label}: ${value(exact ? shown(text) : text)}\n`,
		),
		...found.votes.map((vote) => `  ${oneLine(voteText(vote))}\n`),
		...plan.steps.map((step, i) => stepText(step, i + 1, plan.shell)),
		...machinesSaid(found).map(saidText),
	].join("");
};

/** Its own words, which no one else checked. */
const saidText = ({ endpoint, short, lines }: Said): string =>
	`  ${oneLine(endpoint)} says beforehand: ${oneLine(short)}\n${block(lines.map(oneLine).join("\n"))}`;

const stepText = (step: Step, n: number, shell: Shell): string => {
	const { phase, command, script } = step;
	const as = script
		? `, the script ${script.name} (${encodings[script.encoding]})${script.arguments.map((one) => `\n  argument: ${value(shown(one))}`).join("")}\n  its text`
		: "";
	const texts = [command, ...(script?.arguments ?? [])];
	return `  step ${n}, ${phase}${as}:\n${block(shown(command))}${texts.map(misread).join("")}${kept(shell, step)}`;
};

type Vote = TranscriptPlan["votes"][number];

/** `Denied by Ada Lindqvist in Teams, 2024-01-12 16:47:29 UTC: “Please wait.”` */
const voteText = ({
	name: said,
	roles,
	surface,
	verdict,
	at,
	reason,
	for: whom,
	unconfirmed,
}: Vote): string => {
	const name = said + rolesText(roles);
	const [did, where] = aroundVoter({ surface, verdict });
	return `${did}${whom ? votedFor(name, whom) : name}${where}, ${utc(at)}${unconfirmed ? ` (${unconfirmedText[unconfirmed]})` : ""}${reason ? `: ${inQuotes(onOneLine(reason).trim())}` : ""}`;
};

/** Names what is spelled out above; the exact bytes are in the appendix and the JSON export. */
const misread = (command: string): string =>
	oddities(command)
		.map(({ what }) => `  note: ${oneLine(what)}\n`)
		.join("");

/** Which of the blanks that are marked above are part of the text. */
const kept = (shell: Shell, step: Step): string => {
	const text = keptBlanksLine(keptInStep(shell, step).map((one) => ({ ...one, step: null })));
	return text === null ? "" : `  note: ${text}\n`;
};

/** `exact`: what runs, where and as whom, spelled out if it could be misread. */
export type Fact = { label: string; text: string; exact?: true };

/** What its proposer says about it. */
export const planWords = ({ plan: { words } }: TranscriptPlan): [changes: Fact, ...Fact[]] => [
	{ label: "What changes", text: words.changes },
	{ label: "Who will notice", text: words.notices },
	{ label: "How to undo it", text: words.undo },
];

/** In one line, from what is known of it now. */
export const planRisk = ({ plan, machines }: TranscriptPlan): Fact => ({
	label: "Risk",
	text: riskText(
		plan,
		machines.map(({ agentUser }) => agentUser),
		null,
	),
});

export const planPlaces = ({ plan }: TranscriptPlan): Fact => ({
	label: "On",
	text: plan.endpoints.map(({ name }) => name).join(", "),
	exact: true,
});

/** Further facts, as on its card. */
export const planFacts = ({ plan, machines }: TranscriptPlan): Fact[] => [
	...machines.map((machine) => ({ label: "Machine", text: machineText(machine) })),
	{ label: "Shell", text: plan.shell, exact: true },
	{ label: "Runs as", text: runsAs(plan.runAs), exact: true },
	{ label: "Starts in", text: startsIn(plan.cwd), exact: true },
	{ label: "May ask", text: asksFor(plan) },
	...(plan.secrets.length > 0
		? [{ label: "Secrets", text: needsText(plan.secrets.map(({ name }) => name)) }]
		: []),
	{ label: "Each step", text: stepLimit(plan) },
	...successFact(plan),
	...(plan.person
		? [{ label: "The person at the machine", text: personFact(plan.person), exact: true as const }]
		: []),
	...(plan.restart ? [{ label: "Restart", text: restarts }] : []),
	...(hasCheckBefore(plan) ? [{ label: "If a check before fails", text: onFailedCheck(plan) }] : []),
	{ label: "Decide by", text: utc(plan.decideBy) },
	{ label: "Then it runs", text: `${runWithin(plan)}${notBefore(plan)}` },
];

const personFact = (person: NonNullable<Plan["person"]>): string => {
	const [before, after] = aroundPersonText(person);
	return `${before}${inQuotes(onOneLine(person.text))}${after}`;
};

const successFact = (plan: Plan): Fact[] => {
	const text = successText(plan);
	return text === null ? [] : [{ label: "Success of the command", text }];
};

const notBefore = ({ notBefore }: Plan) => (notBefore === null ? "" : `, but not before ${utc(notBefore)}`);

/** Its own words are in quotes, on one line. */
const machineText = (machine: TranscriptPlan["machines"][number]): string =>
	machineReport({ ...machine, agentUser: shown(machine.agentUser) })
		.map((part) => (typeof part === "string" ? part : inQuotes(onOneLine(part.claim).trim())))
		.join("");
