// Why a run has no end of its own, or a plan no run, in the words that cards, notices and transcripts share.
import type { SessionEventBody } from "../protocol/events.ts";
import type { RunEnd } from "../protocol/records.ts";

type Because<O extends RunEnd["outcome"]> = Extract<RunEnd, { outcome: O; because: string }>["because"];

/** Why a step was not run. */
export const skippedBecause = {
	"failed-check": "a check before it failed",
	"earlier-step": "an earlier step did not end well",
	cancelled: "it was cancelled",
	"run-by-passed": "the time to run it by had passed",
} as const satisfies Record<Because<"skipped">, string>;

type Undelivered = Extract<SessionEventBody, { kind: "plan.undelivered" }>["because"];

/** Why an approved plan never ran on an endpoint, to follow its name. */
export const undeliveredBecause = {
	"run-by-passed": "it was not online before the plan had to be run",
	cancelled: "the plan was cancelled before it was delivered",
	policy: "the client's policy no longer allows it",
	quarantined: "it is blocked: two machines share its key",
} as const satisfies Record<Undelivered, string>;

/** Why nobody knows how a step ended. */
export const unknownBecause = {
	"agent-restarted": "the agent restarted during this step",
	"endpoint-restarted": "the endpoint restarted during this step",
	unheard: "nothing more was heard",
	rejected: "its records contradict what is stored, and no more of them are taken",
} as const satisfies Record<Because<"unknown">, string>;
