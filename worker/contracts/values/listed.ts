// A session as its client lists it: the Session tells it, Home and the console show it.
import { z } from "zod";
import type { SessionsFilter, Tab } from "../../../protocol/read/listed.ts";
import { Outcome, SessionState } from "../../../protocol/read/view.ts";
import type { EndpointRow } from "./snapshot.ts";

/** A plan that waits for a decision, as Home lists it. */
export const Pending = z.object({
	plan: z.string(),
	proposer: z.string(),
	/** From which account in chat; null: from none, or listed by an older version. */
	proposerAccount: z.string().nullable().default(null),
	/** Nobody decided in the policy's time, so deputies may, too. */
	escalated: z.boolean().exactOptional(),
	changes: z.string(),
	endpoints: z.array(z.string()),
	decideBy: z.int(),
});

/** An erasure that waits for someone's confirmation, as Home lists it; `what` in words. */
export const PendingErasure = z.object({
	erasure: z.string(),
	/** The id of who asked for it. */
	eraser: z.string().nullable(),
	/** From which account in chat; null: from none, or listed by an older version. */
	eraserAccount: z.string().nullable().default(null),
	by: z.string(),
	what: z.string(),
	reason: z.string(),
	expires: z.int(),
});

export const Listed = z.object({
	session: z.string(),
	request: z.string(),
	requester: z.string(),
	/** The ids of the people who asked for it or took part; null: listed by an older version. */
	people: z.array(z.string()).nullable(),
	state: SessionState,
	openedAt: z.int(),
	closedAt: z.int().nullable(),
	pending: z.array(Pending),
	erasures: z.array(PendingErasure),
	ticket: z.string().nullable(),
	/** The technician who has it. */
	takenBy: z.string().nullable(),
	/** The ids of who asked and of who has it; null: none, or listed by an older version. */
	asker: z.string().nullable(),
	taker: z.string().nullable(),
	/** The endpoints of all its plans, by their names. */
	machines: z.array(z.string()),
	/** How its last plan went, also in words; null: not finished, or listed by an older version. */
	outcome: Outcome.nullable(),
	went: z.string().nullable(),
});
export type Listed = z.infer<typeof Listed>;

/** An endpoint as a session's cards show it, by its id. */
export type Shown = Pick<EndpointRow, "id" | "online" | "quarantined" | "held" | "disk">;

/** Which sessions someone wants to see. */
export type ListWish = SessionsFilter & {
	/** The id of who looks. */
	me: string;
	/** Only what this person asked for or took part in. */
	only: string | null;
	limit: number;
};
export type SessionCounts = Record<Tab, number>;
export type FoundListed = { sessions: Listed[]; more: boolean; counts: SessionCounts };

/** Where a session stands in a technician's queue: they have it; no one has it; its plan waits, or runs. */
export const Queue = z.enum(["mine", "unclaimed", "approval", "running"]);
export type Queue = z.infer<typeof Queue>;

/** Sessions as one person's Home shows them. */
export type Glance = {
	/** What they asked for, newest first. */
	requests: Listed[];
	/** What is to be done, oldest first, some of each queue: each session once, at the first that applies. */
	queue: (Listed & { queue: Queue })[];
	/** How many there are of each, shown or not. */
	queued: Record<Queue, number>;
	/** The newest that are in neither. */
	recent: Listed[];
	/** With erasures that wait. */
	erasing: Listed[];
};

/** `month`, in UTC: `2026-11`. */
export type ListedMonth = { month: string; sessions: number };
