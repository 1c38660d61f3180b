// The colour of a verdict of a run, a plan or a session. The words, from words/, mean the same without it.
import { planOutcome, type RunVerdict, runVerdict } from "../domain/verdict.ts";
import type { TranscriptHeader, TranscriptPlan, TranscriptRun } from "../protocol/read/transcript-source.ts";
import type { Outcome, PlanState, SessionState } from "../protocol/read/view.ts";
import { type Judgeable, runVerdictText } from "../words/outcome.ts";
import { planBrief, planStanding, sessionStanding } from "../words/plan.ts";
import { waitsForSecret } from "../words/secrets.ts";

export type Tone = "good" | "check" | "bad" | "quiet" | "live";

type Run = Pick<
	TranscriptRun,
	"state" | "end" | "cancelled" | "doubted" | "stderr" | "left" | "held" | "inside" | "ran" | "endpoint"
>;

export const verdict = (run: Run): { tone: Tone; text: string } => ({
	tone: run.end?.outcome === "not-started" ? "bad" : tones[runVerdict(run)],
	text: runVerdictText({ ...run, endpoint: run.endpoint.name }),
});

const tones = {
	waiting: "quiet",
	running: "live",
	done: "good",
	"done-but-check": "check",
	"did-not-work": "bad",
	cancelled: "quiet",
	"not-run": "quiet",
	unknown: "check",
} as const satisfies Record<RunVerdict, Tone>;

type Verdict = { tone: Tone; text: string };

/** A plan's state; once it is finished, how it went. `runs`: of the whole session. */
export const planVerdict = (
	{ plan, state, secretsWanted }: TranscriptPlan,
	runs: TranscriptRun[],
): Verdict => {
	const own = runsOf(plan.id, runs);
	if (secretsWanted) return { tone: stateTone("waiting-for-secret"), text: waitsForSecret };
	const tone = state === "finished" ? outcomeTones[planOutcome(own)] : stateTone(state);
	return { tone, text: planStanding(state, own) };
};

/** A session's state for lists: once its last plan is finished, how that went. */
export const sessionVerdict = ({ state, plans }: TranscriptHeader, runs: TranscriptRun[]): Verdict => {
	const last = plans.at(-1);
	if (last?.state !== "finished") return { tone: stateTone(state), text: sessionStanding(state, null) };
	const own = runsOf(last.plan.id, runs);
	return {
		tone: listedTone(state, planOutcome(own)),
		text: sessionStanding(state, planBrief(last.state, own)),
	};
};

/** The colour of a session in a list. */
export const listedTone = (state: string, outcome: Outcome | null): Tone =>
	outcome !== null && (state === "finished" || state === "closed") ? outcomeTones[outcome] : stateTone(state);

const runsOf = (plan: string, runs: TranscriptRun[]): Judgeable[] =>
	runs.filter((run) => run.plan === plan).map((run) => ({ ...run, endpoint: run.endpoint.name }));

const outcomeTones = {
	done: "good",
	"done-but-check": "check",
	"did-not-work": "bad",
	unknown: "check",
	"not-run": "quiet",
} as const satisfies Record<Outcome, Tone>;

/** The colour of a state alone. */
export const stateTone = (state: string): Tone =>
	Object.hasOwn(stateTones, state) ? stateTones[state as keyof typeof stateTones] : "quiet";

const stateTones = {
	"waiting-for-technician": "live",
	"waiting-for-approval": "live",
	"waiting-for-secret": "live",
	open: "live",
	approved: "good",
	running: "live",
	// Each run says how it went: its end alone says nothing about that.
	finished: "quiet",
	denied: "bad",
	expired: "check",
	cancelled: "quiet",
	closed: "quiet",
} as const satisfies Record<SessionState | PlanState, Tone>;
