// A client's machine as its list has it: enrolled, waited for, or removed; and the runs that its endpoint remembers.
import { z } from "zod";
import type { RunAs } from "../../../protocol/plan/plan.ts";
import type { Drift } from "../../../protocol/record/drift.ts";
import type { Inventory } from "../../../protocol/wire.ts";
import type { EndpointRow } from "./snapshot.ts";

/** What an agent refused last: a grant, or, without a plan, the Worker's key. `at` in ms; `code` for programs, `reason` the agent's words. */
export const Refused = z.object({
	at: z.int(),
	code: z.string(),
	reason: z.string(),
	plan: z.string().nullable(),
});
export type Refused = z.infer<typeof Refused>;

/** An enrollment that is over. `removed`: the set-up no longer named the endpoint; else another one took its place. Times in ms. */
export type Former = {
	id: string;
	name: string;
	description: string;
	fingerprint: string;
	lastSeen: number | null;
	inventory: Inventory;
	endedAt: number;
	removed: boolean;
};

export type MachineRow = {
	name: string;
	/** Empty if the set-up no longer names it. */
	description: string;
	declared: boolean;
	/** As it is enrolled now; null: no agent is. */
	endpoint: EndpointRow | null;
	refused: Refused | null;
	/** A live enrollment token: until when, and how many machines have asked with it. */
	key: { expires: number; asked: number } | null;
	/** Newest first. Empty for one that an older version removed. */
	former: Former[];
	/** Whether an approved plan for one of its enrollments isn't over. */
	busy: boolean;
};

/** A run as its endpoint remembers it, ordered by `at`. `drift`: since the runs before it; null: no earlier one
 * is known. */
export type PastRun = {
	at: number;
	run: string;
	session: string;
	/** When its start was reported, in ms. */
	heard: number;
	shell: string;
	/** Null: it can't be told any more. */
	runAs: RunAs | null;
	drift: Drift | null;
};
