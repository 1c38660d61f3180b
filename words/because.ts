// Why a step has no exit code, in the words that cards and transcripts share.
import type { SessionEventBody } from "../protocol/record/events.ts";
import type { RunEnd } from "../protocol/record/records.ts";

type Because<O extends RunEnd["outcome"]> = Extract<RunEnd, { outcome: O; because: string }>["because"];

/** Why a step didn't run. */
export const skippedBecause = {
	"failed-check": "a check before it failed",
	"earlier-step": "an earlier step didn't succeed",
	cancelled: "it was cancelled",
	"run-by-passed": "the time to start had passed",
} as const satisfies Record<Because<"skipped">, string>;

type Undelivered = Extract<SessionEventBody, { kind: "plan.undelivered" }>["because"];

/** Why an approved plan never ran on an endpoint; follows its name. */
export const undeliveredBecause = {
	"run-by-passed": "it didn't accept the plan before the time to start had passed",
	cancelled: "someone cancelled the plan before it arrived there",
	policy: "the client's policy no longer allows it",
	quarantined: "it is blocked, because two machines share its key",
} as const satisfies Record<Undelivered, string>;

/** Why no one knows how a step ended. */
export const unknownBecause = {
	"agent-restarted": "the agent restarted during this step",
	"endpoint-restarted": "the endpoint restarted during this step",
	unheard: "the agent went silent",
	"record-lost": "the machine lost its record of the plan",
	rejected: "its records contradict the stored ones, so Caisey takes no more of them",
} as const satisfies Record<Because<"unknown">, string>;
