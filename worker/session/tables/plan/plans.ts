// Plans: the exact bytes that were proposed, and how far each is.
import { z } from "zod";
import type { Actor } from "../../../../protocol/people.ts";
import { readPlan } from "../../../../protocol/plan/plan.ts";
import { PlanState } from "../../../../protocol/read/view.ts";
import { Blob, Flag } from "../../../durable/columns.ts";
import { indexOnceLarge, row, rows } from "../../../durable/sql.ts";
import { afterEvents } from "../order.ts";
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
	/** The wish that it was proposed by; null: `once` has it. */
	once: z.string().nullable(),
});
type StoredPlan = z.infer<typeof StoredPlan>;
/** `plan`: what its bytes say. */
export type PlanRow = StoredPlan & { plan: ReturnType<typeof readPlan> };

const Id = z.object({ id: z.string() });

type Proposed = {
	id: string;
	bytes: Uint8Array;
	digest: string;
	proposer: Actor;
	decideBy: number;
	draft: string | null;
	once: string;
};

/** Of a plan that isn't over. */
const unfinished = "state IN ('open', 'approved', 'running')";

const indexes = [
	`CREATE INDEX IF NOT EXISTS plans_unfinished ON plans (decide_by) WHERE ${unfinished}`,
	"CREATE INDEX IF NOT EXISTS plans_by_draft ON plans (draft)",
	"CREATE INDEX IF NOT EXISTS plans_by_once ON plans (once)",
];
/** Of older databases, the hidden one is in order by itself. */
const inOrder = "CREATE INDEX IF NOT EXISTS plans_in_order ON plans (rowid)";
const ordered = "SELECT 1 FROM pragma_table_info('plans') WHERE name = 'rowid'";

const read = (stored: StoredPlan): PlanRow => ({ ...stored, plan: readPlan(stored.bytes) });

export const plansTable = (sql: SqlStorage) => ({
	add: (plan: Proposed): void => {
		sql.exec(
			`INSERT INTO plans (id, bytes, digest, state, proposer, decide_by, draft, once, rowid)
			VALUES (?, ?, ?, 'open', ?, ?, ?, ?, ${afterEvents})`,
			plan.id,
			plan.bytes,
			plan.digest,
			JSON.stringify(plan.proposer),
			plan.decideBy,
			plan.draft,
			plan.once,
		);
		const hasOrder = sql.exec(ordered).toArray().length > 0;
		indexOnceLarge(sql, "plans", ...indexes, ...(hasOrder ? [inOrder] : []));
	},
	get: (id: string): PlanRow | null => {
		const found = row(sql, StoredPlan, "SELECT * FROM plans WHERE id = ?", id);
		return found && read(found);
	},
	/** The plan that this wish led to. */
	ofWish: (once: string): string | null =>
		row(sql, Id, "SELECT id FROM plans WHERE once = ?", once)?.id ?? null,
	/** The first plan made from a draft. */
	ofDraft: (draft: string): PlanRow | null => {
		const found = row(sql, StoredPlan, "SELECT * FROM plans WHERE draft = ? ORDER BY rowid LIMIT 1", draft);
		return found && read(found);
	},
	/** The newest. */
	last: (): PlanRow | null => {
		const found = row(sql, StoredPlan, "SELECT * FROM plans ORDER BY rowid DESC LIMIT 1");
		return found && read(found);
	},
	/** Those that aren't over, in the order in which they were proposed: by their own index, not by that order's. */
	unfinished: (): PlanRow[] =>
		rows(sql, StoredPlan, `SELECT * FROM plans WHERE ${unfinished} ORDER BY +rowid`).map(read),
	/** In the order in which they were proposed. They may be many: not for what is done at each step. */
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
