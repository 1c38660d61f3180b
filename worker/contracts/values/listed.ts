// A session as its client lists it: the Session tells it, Home and the console show it.
import { z } from "zod";
import { Outcome, SessionState } from "../../../protocol/read/view.ts";
import type { EndpointRow } from "./snapshot.ts";

/** A plan that waits for a decision, as Home lists it. */
export const Pending = z.object({
	plan: z.string(),
	proposer: z.string(),
	changes: z.string(),
	endpoints: z.array(z.string()),
	decideBy: z.int(),
});

export const Listed = z.object({
	session: z.string(),
	request: z.string(),
	requester: z.string(),
	state: SessionState,
	openedAt: z.int(),
	closedAt: z.int().nullable(),
	pending: z.array(Pending),
	ticket: z.string().nullable(),
	/** The technician who has it. */
	takenBy: z.string().nullable(),
	/** How its last plan went, also in words; null: not finished, or listed by an older version. */
	outcome: Outcome.nullable(),
	went: z.string().nullable(),
});
export type Listed = z.infer<typeof Listed>;

/** An endpoint as a session's cards show it, by its id. */
export type Shown = Pick<EndpointRow, "id" | "online" | "held">;
