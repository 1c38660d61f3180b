// The plain words for surfaces, states, phases and ends of runs; every table is exhaustive.
import { says } from "../domain/quoted.ts";
import { doubtedText, reportText, signalText } from "../domain/said.ts";
import { type RunVerdict, runVerdict } from "../domain/verdict.ts";
import { skippedBecause, unknownBecause } from "../protocol/ends.ts";
import type { Hearing, ThreadKind } from "../protocol/events.ts";
import type { Surface } from "../protocol/people.ts";
import type { Phase } from "../protocol/plan.ts";
import type { RunEnd } from "../protocol/records.ts";
import type { TranscriptRun } from "../protocol/transcript.ts";
import type { PlanState, SessionState } from "../protocol/view.ts";
import { clock, utc } from "../words/times.ts";

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
export const exitCode = (run: TranscriptRun): string => {
	if (run.doubted) return `unknown. ${reportText(run.endpoint.name, run.doubted)}`;
	if (run.state !== "ended") return run.state === "running" ? "(still running)" : "(not started yet)";
	return run.end ? exitOf(run, run.end) : "unknown (nobody can tell how it ended)";
};

const exitOf = ({ endpoint, cancelled }: TranscriptRun, end: RunEnd): string => {
	switch (end.outcome) {
		case "exited":
			return String(end.code);
		case "signalled":
			return `none (ended by ${signalText(end.signal)})`;
		case "timed-out":
			return "none (ended at its time limit)";
		case "cancelled":
			return `none (${cancelled ? `cancelled by ${cancelled.by} at ${utc(cancelled.at)}` : "cancelled"})`;
		case "not-started":
			return `none (not started, ${says(endpoint.name, end.reason)})`;
		case "skipped":
			return `none (not run, because ${skippedBecause[end.because]})`;
		case "unknown":
			return `unknown (${unknownBecause[end.because]})`;
	}
};

export type Tone = "good" | "check" | "bad" | "quiet" | "live";

type Run = Pick<TranscriptRun, "state" | "end" | "cancelled" | "doubted" | "stderr" | "endpoint">;

/** A run's verdict: words that stand without the colour. */
export const verdict = (run: Run): { tone: Tone; text: string } => {
	const went = runVerdict(run);
	return { tone: run.end?.outcome === "not-started" ? "bad" : toneOf[went], text: verdictText(went, run) };
};

const toneOf = {
	waiting: "quiet",
	running: "live",
	done: "good",
	"done-but-check": "check",
	"did-not-work": "bad",
	cancelled: "quiet",
	"not-run": "quiet",
	unknown: "check",
} as const satisfies Record<RunVerdict, Tone>;

const verdictText = (went: RunVerdict, run: Run): string => {
	switch (went) {
		case "waiting":
			return "Waiting";
		case "running":
			return "Running";
		case "done":
			return "Done · exit 0";
		case "done-but-check":
			return "Done, but check: it wrote to stderr · exit 0";
		case "did-not-work":
			return `Didn't work · ${endWords(run)}`;
		case "cancelled":
			return run.cancelled
				? `Cancelled by ${run.cancelled.by} at ${clock(run.cancelled.at)} UTC`
				: "Cancelled";
		case "not-run":
			return run.end?.outcome === "not-started"
				? `Not started · ${endWords(run)}`
				: `Not run · ${endWords(run)}`;
		case "unknown":
			return `We don't know · ${run.doubted ? doubtedText(run.doubted) : endWords(run)}`;
	}
};

const endWords = ({ end, endpoint }: Run): string => {
	switch (end?.outcome) {
		case "exited":
			return `exit ${end.code}`;
		case "signalled":
			return `ended by ${signalText(end.signal)}`;
		case "timed-out":
			return "ended at its time limit";
		case "cancelled":
			return "cancelled";
		case "not-started":
			return says(endpoint.name, end.reason);
		case "skipped":
			return skippedBecause[end.because];
		case "unknown":
			return unknownBecause[end.because];
		case undefined:
			return "nobody can tell how it ended";
	}
};
