// The names of states, phases, verdicts and places, each once. Every table is exhaustive.

import type { Surface } from "../protocol/people.ts";
import type { Phase } from "../protocol/plan/plan.ts";
import type { Outcome, PlanState, SessionState } from "../protocol/read/view.ts";
import type { Hearing, ThreadKind } from "../protocol/record/events.ts";
import { waitsForSecret } from "./secrets.ts";

export const surfaces = {
	slack: "Slack",
	teams: "Teams",
	browser: "browser",
	phone: "phone",
	worker: "Caisey",
	agent: "agent",
} as const satisfies Record<Surface, string>;

/** To follow "in": `Slack`, `the console`. */
export const surfaceOf = (surface: string): string =>
	surface === "browser" ? "the console" : word(surfaces, surface);

export const planStates = {
	open: "waiting for approval",
	approved: "approved, waiting to run",
	running: "running",
	finished: "finished",
	denied: "denied",
	expired: "not decided in time",
	cancelled: "cancelled",
} as const satisfies Record<PlanState, string>;

const { open, ...decided } = planStates;
export const sessionStates = {
	"waiting-for-technician": "waiting for a technician",
	"waiting-for-approval": open,
	"waiting-for-secret": waitsForSecret,
	...decided,
	closed: "closed",
} as const satisfies Record<SessionState, string>;

/** A session that a technician has, before they propose anything. */
export const withTechnician = "with a technician";

export const phases = {
	before: "Before",
	command: "Run",
	after: "After",
} as const satisfies Record<Phase, string>;

/** How a plan went, in places without its reasons. */
export const outcomes = {
	done: "Done",
	"done-but-check": "Done, but check",
	"did-not-work": "Didn't work",
	unknown: "We don't know how it went",
	"not-run": "Not run",
} as const satisfies Record<Outcome, string>;

/** How much of a thread's talk Caisey records. */
export const hearings = {
	whole: "everything said is recorded",
	mentions: "only messages to @Caisey are recorded",
	nothing: "nothing is recorded, because the app isn't there",
	part: "some messages are missing, because Slack drops them",
} as const satisfies Record<Hearing, string>;

export const threadPlaces = {
	own: "where it was opened",
	client: "where the approvers are",
	desk: "on the MSP's desk",
} as const satisfies Record<ThreadKind, string>;

/** A word from a table by a key that may be newer than this code: then the key itself. */
export const word = (table: Record<string, string>, key: string): string =>
	Object.hasOwn(table, key) ? (table[key] as string) : key;

/** Follows the name of someone with no role at the client or its MSP: they may bear any name. */
export const noRole = " (no role here)";
