// Why a run has no end of its own, in the words that cards and transcripts share.
import type { RunEnd } from "../protocol/records.ts";

type Because<O extends RunEnd["outcome"]> = Extract<RunEnd, { outcome: O; because: string }>["because"];

/** Why a step was not run. */
export const skippedBecause = {
	"failed-check": "a check before it failed",
	"earlier-step": "an earlier step did not end well",
	cancelled: "it was cancelled",
	"run-by-passed": "the time to run it by had passed",
} as const satisfies Record<Because<"skipped">, string>;

/** Why nobody knows how a step ended. */
export const unknownBecause = {
	"agent-restarted": "the agent restarted during this step",
	"endpoint-restarted": "the endpoint restarted during this step",
	unheard: "nothing more was heard",
	rejected: "its records contradict what is stored, and no more of them are taken",
} as const satisfies Record<Because<"unknown">, string>;
