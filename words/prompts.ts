// The questions of running steps in words, once for cards, pages and exports.
import type { Unanswered } from "../protocol/prompt.ts";

/** To follow a colon. */
export const unansweredBecause = {
	time: "the time for it passed, and the step was stopped",
	limit: "the step's time limit passed",
	cancelled: "the step was cancelled",
	ended: "the step went on without one",
} as const satisfies Record<Unanswered, string>;
