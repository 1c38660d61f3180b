// A plan's facts beside its steps, in words, each once: for cards, pages, exports and notices.

import { meantBy } from "../domain/logged-on.ts";
import { planOutcome } from "../domain/verdict.ts";
import { InputKind, type Plan, type RunAs, type Shell, type Step } from "../protocol/plan/plan.ts";
import type { Outcome, PlanView } from "../protocol/read/view.ts";
import type { Verdict } from "../protocol/record/events.ts";
import { rightsText } from "./accounts.ts";
import { duration, list, within } from "./amounts.ts";
import { inOurWords, type Judgeable, leftOf, outcomeOn, outcomeText, reasonsText } from "./outcome.ts";
import { outcomes, planStates, sessionStates, surfaceOf, word } from "./states.ts";

/** `runs as …`: an account's name as it was proposed, which others may have to spell out. */
export const runsAs = (runAs: RunAs): string =>
	runAs.kind === "agent"
		? "the agent's own account"
		: runAs.kind === "user"
			? runAs.name
			: ["the logged-on user", ...(runAs.name === undefined ? [] : [runAs.name])].join(" ");

/** The folder where each step starts, for an account that was named before. */
export const startsIn = (cwd: string | null): string => cwd ?? "its home folder";

/** What a plan's steps may ask people while they run, as its shell can ask it. */
export const asksFor = (plan: Pick<Plan, "shell" | "input">): string => {
	if (asksNothing(plan)) return "nothing, it runs unattended";
	const kinds = askable(plan).map((kind) => inputKinds[kind]);
	return list(kinds) === inputKinds.choices ? "choices only" : list(kinds);
};

export const asksNothing = (plan: Pick<Plan, "shell" | "input">): boolean => askable(plan).length === 0;

const askable = ({ shell, input }: Pick<Plan, "shell" | "input">): InputKind[] =>
	input.filter((kind) => asked[shell].includes(kind));

/** `sh` and `bash` have no choices, and `cmd` gets an empty input. */
const asked: Record<Shell, readonly InputKind[]> = {
	...{ pwsh: InputKind.options, powershell: InputKind.options },
	...{ sh: ["text"], bash: ["text"], cmd: [] },
};
const inputKinds = {
	choices: "choices",
	text: "text (an approver sees each before it is sent)",
	secret: "secrets (entered in the console; no one sees them, not even an approver)",
} as const satisfies Record<InputKind, string>;

export const stepLimit = ({ stepTimeLimit }: Pick<Plan, "stepTimeLimit">): string =>
	`up to ${within(stepTimeLimit)}`;

/** Only then its failure matters. */
export const hasCheckBefore = ({ steps }: { steps: Pick<Step, "phase">[] }): boolean =>
	steps.some(({ phase }) => phase === "before");

/** To follow "if a check before fails". */
export const onFailedCheck = ({ failedCheck }: Pick<Plan, "failedCheck">): string =>
	failedCheck === "stop" ? "the command doesn't run, but checks after it do" : "the command runs anyway";

/** Of a plan that declares it. */
export const restarts = "This restarts the machine";

/** `exit 0 or 3010`; null: as everywhere, 0 alone. */
export const successText = ({ steps }: { steps: Pick<Step, "success">[] }): string | null => {
	const codes = steps.find(({ success }) => success)?.success;
	return codes ? `exit ${list(codes.map(String), 20, "or")}` : null;
};

/** `within 1 h`: after the approval, in which the first step must start. */
export const runWithin = (plan: Pick<Plan, "runWithin">): string => `within ${within(plan.runWithin)}`;

/** Its state, which may be newer than this code; once it is finished, how it went. */
export const planStanding = (state: string, runs: Judgeable[]): string =>
	state === "finished" ? outcomeText(planOutcome(runs), runs.map(inOurWords)) : word(planStates, state);

/** The same for a list. An agent's own words appear only with the run. */
export const planBrief = (state: string, runs: Judgeable[]): string =>
	state === "finished" && runs.some(inItsWords)
		? withLeft(outcomes[planOutcome(runs)], planOutcome(runs), runs)
		: planStanding(state, runs);

/** The verdict of a finished plan with its place, for a title: `Didn't work on FRONT-01: exit 1`. */
export const planOn = (runs: Judgeable[], where: string): string => {
	const outcome = planOutcome(runs);
	return runs.some(inItsWords)
		? withLeft(outcomeOn(outcome, where, ""), outcome, runs)
		: outcomeOn(outcome, where, reasonsText(outcome, runs.map(inOurWords)));
};

const withLeft = (went: string, outcome: Outcome, runs: Judgeable[]): string =>
	[went, leftOf(outcome, runs)].filter(Boolean).join(", ");

const inItsWords = ({ end }: Pick<Judgeable, "end">): boolean =>
	end?.outcome === "not-started" || end?.outcome === "signalled" || end?.outcome === "cancelled";

/** `Didn't work: exit 1`, `Done · closed`. `went`: how its last plan went; null: not finished, or unknown here. */
export const sessionStanding = (state: string, went: string | null): string => {
	const known = word(sessionStates, state);
	if (went === null || (state !== "finished" && state !== "closed")) return known;
	return state === "closed" ? `${went} · ${known}` : went;
};

/** The words before and after an approver's name: `Approved by `, ` in Teams`. */
export const aroundVoter = ({
	surface,
	verdict,
}: {
	surface: string;
	verdict: Verdict;
}): [string, string] => [verdict === "approve" ? "Approved by " : "Denied by ", ` in ${surfaceOf(surface)}`];

/** A piece of a sentence; `claim`: a machine's own word, to be shown in quotes. */
export type Part = string | { claim: string };

type Machine = Pick<PlanView["endpoints"][number], "name" | "os" | "loggedOn" | "agentUser" | "clockAhead">;

/** A machine's unchecked words about itself: `CLIENT-ACCT-01 reports “Windows 11”, “Dana” logged on, its agent runs as “root”,
 * with full administrator rights`. */
export const machineReport = ({ name, os, loggedOn, agentUser, clockAhead }: Machine): Part[] => [
	`${name} reports `,
	...(os.trim() === "" ? [] : [{ claim: os }, ", "]),
	...whoIsLoggedOn(loggedOn),
	...(agentUser.trim() === "" ? [] : [", its agent runs as ", { claim: agentUser }, rightsText(agentUser)]),
	...(clockAhead === 0 ? [] : [clockText(clockAhead)]),
];

/** Who is logged on now where a plan runs as the logged-on user, in each machine's words: ` (“Dana” now)`. */
export const loggedOnNow = (
	runAs: Extract<RunAs, { kind: "logged-on" }>,
	endpoints: Pick<Machine, "loggedOn">[],
): Part[] => {
	const [only, ...others] = endpoints;
	if (!only || others.length > 0) return [" of each machine"];
	const { loggedOn } = only;
	if (runAs.name !== undefined) {
		const { length } = meantBy(runAs.name, loggedOn, loggedOn.some(isOfWindows));
		if (length > 1) return [`, who may be any of ${length} who are logged on now: then it doesn't run`];
		return length === 1 ? [", logged on now"] : [", not logged on now"];
	}
	if (loggedOn.length === 0) return [" (nobody now: then it doesn't run)"];
	const users = loggedOn
		.slice(0, mostNamed)
		.flatMap((claim, i): Part[] => (i > 0 ? [", ", { claim }] : [{ claim }]));
	return [" (", ...users, loggedOn.length > 1 ? " now; it runs only if just one is at the screen)" : " now)"];
};

/** `ACME\\dana`: as Windows names users. */
const isOfWindows = (name: string): boolean => name.includes("\\");

const clockText = (ahead: number): string =>
	`, its clock is ${duration(Math.abs(ahead))} ${ahead > 0 ? "ahead" : "behind"}`;

const whoIsLoggedOn = (loggedOn: string[]): Part[] => {
	if (loggedOn.length === 0) return ["nobody logged on"];
	const named = loggedOn.slice(0, mostNamed);
	const more = loggedOn.length - named.length;
	const users = named.flatMap((claim, i): Part[] => (i > 0 ? [", ", { claim }] : [{ claim }]));
	return [...users, `${more > 0 ? ` and ${more} more` : ""} logged on`];
};
const mostNamed = 3;
