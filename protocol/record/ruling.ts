// What a session records of how a plan was decided: by votes, or without one of its own, and for which times.
import { z } from "zod";
import { most } from "../bounds.ts";
import { Instant, PlanId, RunId, StandingId } from "../ids.ts";
import { mostTimes, RuledBy } from "../plan/standing.ts";

export const rulingEvents = [
	z.strictObject({
		kind: z.literal("plan.decided"),
		plan: PlanId,
		outcome: z.enum(["approved", "denied", "expired", "cancelled"]),
		/** The runs of an approved plan: for each of its endpoints, one for each step. Missing in older events. */
		runs: z.array(z.array(RunId).max(most)).max(most).optional(),
	}),
	/** No one has to vote on the plan: a standing approval covers it, or rules allow it. Its decision follows. */
	z.strictObject({ kind: z.literal("plan.ruled"), plan: PlanId, ruled: RuledBy, policy: z.int() }),
	/** The approved plan has other times than it says: plans may start there at certain hours, or its standing approval ends. */
	z.strictObject({ kind: z.literal("plan.timed"), plan: PlanId, from: Instant, runBy: Instant }),
	/** The actor approves the same for later plans, too: so many times, until then. */
	z.strictObject({
		kind: z.literal("standing.given"),
		plan: PlanId,
		standing: StandingId,
		times: z.int().min(1).max(mostTimes),
		until: Instant,
	}),
] as const;
