// The plain words for surfaces, states, phases and ends of runs; every table is exhaustive.
import { skippedBecause, unknownBecause } from "../protocol/ends.ts";
import type { Hearing, ThreadKind } from "../protocol/events.ts";
import type { Surface } from "../protocol/people.ts";
import type { Phase } from "../protocol/plan.ts";
import type { RunEnd } from "../protocol/records.ts";
import type { TranscriptRun } from "../protocol/transcript.ts";
import type { PlanState, SessionState } from "../protocol/view.ts";

export const surfaceWord = {
	slack: "Slack",
	teams: "Teams",
	browser: "browser",
	phone: "phone",
	worker: "Caisey",
	agent: "agent",
} as const satisfies Record<Surface, string>;

export const sessionWord = {
	"waiting-for-technician": "waiting for a technician",
	"waiting-for-approval": "waiting for approval",
	approved: "approved, not started yet",
	running: "running",
	finished: "finished",
	denied: "denied",
	expired: "expired",
	cancelled: "cancelled",
	closed: "closed",
} as const satisfies Record<SessionState, string>;

export const planWord = {
	open: "waiting for a decision",
	approved: "approved",
	running: "running",
	finished: "finished",
	denied: "denied",
	expired: "expired: nobody decided in time",
	cancelled: "cancelled",
} as const satisfies Record<PlanState, string>;

export const phaseWord = {
	before: "Before",
	command: "Run",
	after: "After",
} as const satisfies Record<Phase, string>;

/** What is heard of the talk in a thread. */
export const hearingWord = {
	whole: "all that is said is heard",
	mentions: "only what mentions Caisey is heard",
	nothing: "nothing is heard, as the app is not there",
} as const satisfies Record<Hearing, string>;

export const threadWord = {
	own: "where it was opened",
	client: "where approvers are",
	desk: "on the MSP's desk",
} as const satisfies Record<ThreadKind, string>;

/** A word from a table by a key that may be newer than this code: then the key itself. */
export const word = (table: Record<string, string>, key: string): string =>
	Object.hasOwn(table, key) ? (table[key] as string) : key;

/** What stands after `Exit code:`. */
export const exitCode = (run: TranscriptRun): string =>
	run.end ? exitOf(run.end) : run.state === "running" ? "(still running)" : "(not started yet)";

const exitOf = (end: RunEnd): string => {
	switch (end.outcome) {
		case "exited":
			return String(end.code);
		case "signalled":
			return `none (ended by ${end.signal})`;
		case "timed-out":
			return "none (ended at its time limit)";
		case "cancelled":
			return `none (cancelled by ${end.by})`;
		case "not-started":
			return `none (not started: ${end.reason})`;
		case "skipped":
			return `none (not run, because ${skippedBecause[end.because]})`;
		case "unknown":
			return `unknown (${unknownBecause[end.because]})`;
	}
};

export type Tone = "good" | "check" | "bad" | "quiet" | "live";

/** A run's verdict: words that stand without the colour. */
export const verdict = (
	run: Pick<TranscriptRun, "end" | "state" | "stderr">,
): { tone: Tone; text: string } => {
	if (!run.end)
		return run.state === "running" ? { tone: "live", text: "Running" } : { tone: "quiet", text: "Waiting" };
	const { end } = run;
	if (end.outcome === "exited" && end.code === 0)
		return run.stderr > 0
			? { tone: "check", text: "Done, but check: it wrote to stderr · exit 0" }
			: { tone: "good", text: "Done · exit 0" };
	if (end.outcome === "exited") return { tone: "bad", text: `Didn't work · exit ${end.code}` };
	return { tone: toneOf[end.outcome], text: endWords(end) };
};

const toneOf = {
	signalled: "bad",
	"timed-out": "bad",
	cancelled: "quiet",
	"not-started": "bad",
	skipped: "quiet",
	unknown: "check",
} as const satisfies Record<Exclude<RunEnd["outcome"], "exited">, Tone>;

const endWords = (end: Exclude<RunEnd, { outcome: "exited" }>): string => {
	switch (end.outcome) {
		case "signalled":
			return `Didn't work · ended by ${end.signal}`;
		case "timed-out":
			return "Didn't work · ended at its time limit";
		case "cancelled":
			return `Cancelled by ${end.by}`;
		case "not-started":
			return `Not started · ${end.reason}`;
		case "skipped":
			return `Not run · ${skippedBecause[end.because]}`;
		case "unknown":
			return `We don't know · ${unknownBecause[end.because]}`;
	}
};
