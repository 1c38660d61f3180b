// Plans: the exact bytes that were proposed, and how far each is.
import { z } from "zod";
import type { Actor } from "../../../../protocol/people.ts";
import { type Plan, readPlan } from "../../../../protocol/plan/plan.ts";
import { PlanState } from "../../../../protocol/read/view.ts";
import { Escalation } from "../../../../protocol/record/events.ts";
import { Blob, Flag } from "../../../durable/columns.ts";
import { pack, unpack } from "../../../durable/packed.ts";
import { indexOnceLarge, row, rows } from "../../../durable/sql.ts";
import { afterEvents, byId, hasColumn, hasOrderAsKey } from "../order.ts";
import { shownActor } from "../talk/shown.ts";
import { keptPlans } from "./kept.ts";

const StoredPlan = z.object({
	id: z.string(),
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
	/** Who entered the secrets that it needs; null: no one yet. */
	secrets: z.string().nullable(),
	/** To whom it went after nobody had decided in time; null: to nobody yet. */
	escalated: Escalation.nullable(),
});
type StoredPlan = z.infer<typeof StoredPlan>;
/** `plan`: what its bytes say. */
export type PlanRow = StoredPlan & { plan: Plan };

const columns = Object.keys(StoredPlan.shape).join(", ");
const Packed = Blob.transform(unpack);
const WithBytes = StoredPlan.extend({ bytes: Packed });
const Bytes = z.object({ bytes: Packed });
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
/** In some older databases the order is neither the key nor hidden. */
const inOrder = "CREATE INDEX IF NOT EXISTS plans_in_order ON plans (rowid)";

export const plansTable = (sql: SqlStorage) => {
	const kept = keptPlans();
	const bytesOf = (id: string) =>
		(row(sql, Bytes, "SELECT bytes FROM plans WHERE id = ?", id) as z.infer<typeof Bytes>).bytes;
	const read = (stored: StoredPlan): PlanRow => ({
		...stored,
		plan: kept.plan(stored.digest, () => bytesOf(stored.id)),
	});
	const some = (where: string, ...values: unknown[]): PlanRow[] =>
		rows(sql, StoredPlan, `SELECT ${columns} FROM plans ${where}`, ...values).map(read);
	return {
		add: (plan: Proposed): void => {
			sql.exec(
				`INSERT INTO plans (id, bytes, digest, state, proposer, decide_by, draft, once, rowid)
			VALUES (?, ?, ?, 'open', ?, ?, ?, ?, ${afterEvents})`,
				plan.id,
				pack(plan.bytes),
				plan.digest,
				JSON.stringify(plan.proposer),
				plan.decideBy,
				plan.draft,
				plan.once,
			);
			const ordered = hasColumn(sql, "plans", "rowid") && !hasOrderAsKey(sql, "plans");
			indexOnceLarge(sql, "plans", ...indexes, ...byId(sql, "plans"), ...(ordered ? [inOrder] : []));
		},
		get: (id: string): PlanRow | null => some("WHERE id = ?", id)[0] ?? null,
		/** The exact bytes of one that is there. */
		bytesOf,
		/** The plan that this wish led to. */
		ofWish: (once: string): string | null =>
			row(sql, Id, "SELECT id FROM plans WHERE once = ?", once)?.id ?? null,
		/** The first plan made from a draft. */
		ofDraft: (draft: string): PlanRow | null =>
			some("WHERE draft = ? ORDER BY rowid LIMIT 1", draft)[0] ?? null,
		/** The newest. */
		last: (): PlanRow | null => some("ORDER BY rowid DESC LIMIT 1")[0] ?? null,
		/** Those that aren't over, in the order in which they were proposed: by their own index, not by that order's. */
		unfinished: (): PlanRow[] => some(`WHERE ${unfinished} ORDER BY +rowid`),
		/** In the order in which they were proposed, as they are stored now. They may be many: not for what is done at each step. */
		all: (): (PlanRow & { bytes: Uint8Array })[] =>
			rows(sql, WithBytes, `SELECT ${columns}, bytes FROM plans ORDER BY rowid`).map((stored) => ({
				...stored,
				plan: readPlan(stored.bytes),
			})),
		setState: (id: string, state: PlanState) =>
			sql.exec("UPDATE plans SET state = ? WHERE id = ?", state, id),
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
		setSecrets: (id: string, by: string) => sql.exec("UPDATE plans SET secrets = ? WHERE id = ?", by, id),
		escalate: (id: string, as: Escalation) => sql.exec("UPDATE plans SET escalated = ? WHERE id = ?", as, id),
		remind: (id: string) => sql.exec("UPDATE plans SET reminded = 1 WHERE id = ?", id),
	};
};
