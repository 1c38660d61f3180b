// Plans: the exact bytes that were proposed, and how far each is.
import { z } from "zod";
import type { Actor } from "../../../../protocol/people.ts";
import { readPlan } from "../../../../protocol/plan/plan.ts";
import { PlanState } from "../../../../protocol/read/view.ts";
import { Blob, Flag } from "../../../durable/columns.ts";
import { row, rows } from "../../../durable/sql.ts";
import { shownActor } from "../talk/shown.ts";

const StoredPlan = z.object({
	id: z.string(),
	bytes: Blob,
	digest: z.string(),
	state: PlanState,
	proposer: shownActor,
	decide_by: z.int(),
	reminded: Flag,
	decided_at: z.int().nullable(),
	run_by: z.int().nullable(),
	policy: z.int().nullable(),
	cancelled_by: z.string().nullable(),
	/** The draft that became this plan. */
	draft: z.string().nullable(),
});
type StoredPlan = z.infer<typeof StoredPlan>;
/** `plan`: what its bytes say. */
export type PlanRow = StoredPlan & { plan: ReturnType<typeof readPlan> };

type Proposed = {
	id: string;
	bytes: Uint8Array;
	digest: string;
	proposer: Actor;
	decideBy: number;
	draft: string | null;
};

const read = (stored: StoredPlan): PlanRow => ({ ...stored, plan: readPlan(stored.bytes) });

export const plansTable = (sql: SqlStorage) => ({
	add: (plan: Proposed) =>
		sql.exec(
			`INSERT INTO plans (id, bytes, digest, state, proposer, decide_by, draft, rowid)
			VALUES (?, ?, ?, 'open', ?, ?, ?, (SELECT coalesce(max(rowid), 0) + 1 FROM plans))`,
			plan.id,
			plan.bytes,
			plan.digest,
			JSON.stringify(plan.proposer),
			plan.decideBy,
			plan.draft,
		),
	get: (id: string): PlanRow | null => {
		const found = row(sql, StoredPlan, "SELECT * FROM plans WHERE id = ?", id);
		return found && read(found);
	},
	/** The first plan made from a draft. */
	ofDraft: (draft: string): PlanRow | null => {
		const found = row(sql, StoredPlan, "SELECT * FROM plans WHERE draft = ? ORDER BY rowid LIMIT 1", draft);
		return found && read(found);
	},
	/** In the order in which they were proposed. */
	all: (): PlanRow[] => rows(sql, StoredPlan, "SELECT * FROM plans ORDER BY rowid").map(read),
	setState: (id: string, state: PlanState) => sql.exec("UPDATE plans SET state = ? WHERE id = ?", state, id),
	decide: (id: string, state: PlanState, at: number, runBy: number | null, policy: number | null) =>
		sql.exec(
			"UPDATE plans SET state = ?, decided_at = ?, run_by = ?, policy = ? WHERE id = ?",
			state,
			at,
			runBy,
			policy,
			id,
		),
	setCancelledBy: (id: string, name: string) =>
		sql.exec("UPDATE plans SET cancelled_by = ? WHERE id = ?", name, id),
	remind: (id: string) => sql.exec("UPDATE plans SET reminded = 1 WHERE id = ?", id),
});
