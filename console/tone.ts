// Which colour goes with a run's verdict; the words, from words/outcome.ts, mean the same without it.
import { type RunVerdict, runVerdict } from "../domain/verdict.ts";
import type { TranscriptRun } from "../protocol/transcript.ts";
import { runVerdictText } from "../words/outcome.ts";

export type Tone = "good" | "check" | "bad" | "quiet" | "live";

type Run = Pick<TranscriptRun, "state" | "end" | "cancelled" | "doubted" | "stderr" | "endpoint">;

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
