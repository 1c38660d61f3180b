// An endpoint's tables: who it is, and the plans that wait for it.
import { z } from "zod";
import { DiskState } from "../../protocol/record/records.ts";
import { SealingKey } from "../../protocol/sealing.ts";
import { Inventory } from "../../protocol/wire.ts";
import type { QueuedPlan } from "../contracts/endpoint.ts";
import { Refused } from "../contracts/values/machine.ts";
import { Flag, json, rememberedJson } from "../durable/columns.ts";
import { outboxTable, smallerOutbox } from "../durable/outbox-lists.ts";
import { row, rows } from "../durable/sql.ts";
import { answersTable } from "./answers-table.ts";
import { clockMigration, machineMigration, machineTable } from "./machine-table.ts";
import { runsTable } from "./runs-table.ts";
import { snapshotTable } from "./snapshots.ts";
import { timelineTable } from "./timeline.ts";

const One = z.object({ one: z.int() });

export const migrations = [
	`${outboxTable}
	CREATE TABLE endpoint (
		id TEXT PRIMARY KEY, client TEXT NOT NULL, key TEXT NOT NULL, inventory TEXT NOT NULL, online INTEGER NOT NULL DEFAULT 0,
		last_seen INTEGER, quarantined INTEGER NOT NULL DEFAULT 0, retired INTEGER NOT NULL DEFAULT 0, doubt_until INTEGER
	) STRICT;
	CREATE TABLE queue (
		plan TEXT PRIMARY KEY, session TEXT NOT NULL, state TEXT NOT NULL, not_before INTEGER NOT NULL, run_by INTEGER NOT NULL, cancelled_by TEXT
	) STRICT;`,
	// Grants sent over this connection without an answer yet; how often an agent reported things that no one asked for.
	`ALTER TABLE queue ADD COLUMN unanswered INTEGER NOT NULL DEFAULT 0;
	CREATE TABLE told (what TEXT PRIMARY KEY, count INTEGER NOT NULL) STRICT;`,
	// In ms since 1970: the order of those that wait.
	"ALTER TABLE queue ADD COLUMN approved_at INTEGER NOT NULL DEFAULT 0;",
	// Its agent has never connected: its client doesn't count on it yet.
	"ALTER TABLE endpoint ADD COLUMN pending INTEGER NOT NULL DEFAULT 0;",
	machineMigration,
	clockMigration,
	// What the agent last said of its disk.
	"ALTER TABLE endpoint ADD COLUMN disk TEXT NOT NULL DEFAULT 'room';",
	smallerOutbox,
	// Until when people look at a plan for it, in ms.
	"ALTER TABLE endpoint ADD COLUMN watched_until INTEGER NOT NULL DEFAULT 0;",
	// What the agent wants secrets to be sealed to, as JSON.
	"ALTER TABLE endpoint ADD COLUMN sealing TEXT;",
	// When it was first noticed that there is no connection though none ended, in ms.
	"ALTER TABLE endpoint ADD COLUMN lost_at INTEGER;",
	// Which plan runs before which: in ms, rises with each plan that is granted, by more than it has steps.
	"ALTER TABLE queue ADD COLUMN turn INTEGER;",
	// What its agent refused last, as JSON.
	"ALTER TABLE endpoint ADD COLUMN refused TEXT;",
];

const SelfRow = z.object({
	id: z.string(),
	client: z.string(),
	key: z.string(),
	inventory: rememberedJson(Inventory),
	online: Flag,
	last_seen: z.int().nullable(),
	quarantined: Flag,
	retired: Flag,
	pending: Flag,
	doubt_until: z.int().nullable(),
	disk: DiskState,
	watched_until: z.int(),
	lost_at: z.int().nullable(),
	sealing: rememberedJson(SealingKey).nullable(),
	refused: json(Refused).nullable(),
});

/** `granted`: a grant was sent, without an answer yet; `finished`: nothing is left to do here. */
const QueueState = z.enum(["queued", "granted", "accepted", "finished"]);
const QueueRow = z.object({
	plan: z.string(),
	session: z.string(),
	state: QueueState,
	not_before: z.int(),
	run_by: z.int(),
	cancelled_by: z.string().nullable(),
	unanswered: z.int(),
});
const Count = z.object({ count: z.int() });
const Turn = z.object({ turn: z.int() });
const Due = z.object({ at: z.int().nullable() });

export const endpointStore = (sql: SqlStorage) => ({
	machine: machineTable(sql),
	answers: answersTable(sql),
	snapshots: snapshotTable(sql),
	runs: runsTable(sql),
	timeline: timelineTable(sql, snapshotTable(sql)),
	self: () => row(sql, SelfRow, "SELECT * FROM endpoint"),
	enroll: (identity: { id: string; client: string; key: string; inventory: Inventory }) =>
		sql.exec(
			`INSERT INTO endpoint (id, client, key, inventory, pending) VALUES (?, ?, ?, ?, 1)
			ON CONFLICT (id) DO UPDATE SET key = excluded.key, inventory = excluded.inventory, quarantined = 0, doubt_until = NULL, online = 0`,
			identity.id,
			identity.client,
			identity.key,
			JSON.stringify(identity.inventory),
		),
	seen: (inventory: Inventory | null, online: boolean, at: number) =>
		sql.exec(
			"UPDATE endpoint SET inventory = coalesce(?, inventory), online = ?, last_seen = ?, lost_at = NULL",
			inventory && JSON.stringify(inventory),
			online ? 1 : 0,
			at,
		),
	/** One that was sent away. `runs`: it still runs something. */
	heard: (at: number, runs: boolean) =>
		sql.exec(
			"UPDATE endpoint SET last_seen = ?, lost_at = CASE WHEN ? THEN NULL ELSE lost_at END",
			at,
			runs ? 1 : 0,
		),
	lost: (at: number) => sql.exec("UPDATE endpoint SET lost_at = ?", at),
	activate: () => sql.exec("UPDATE endpoint SET pending = 0"),
	quarantine: () => sql.exec("UPDATE endpoint SET quarantined = 1, online = 0, doubt_until = NULL"),
	retire: () => sql.exec("UPDATE endpoint SET retired = 1, online = 0"),
	sealing: (key: SealingKey) => sql.exec("UPDATE endpoint SET sealing = ?", JSON.stringify(key)),
	refused: (refused: Refused) => sql.exec("UPDATE endpoint SET refused = ?", JSON.stringify(refused)),
	disk: (state: DiskState) => sql.exec("UPDATE endpoint SET disk = ?", state),
	watch: (until: number) =>
		sql.exec("UPDATE endpoint SET watched_until = ?1 WHERE watched_until < ?1", until),
	doubt: (until: number | null) => sql.exec("UPDATE endpoint SET doubt_until = ?", until),

	enqueue: (queued: QueuedPlan) =>
		sql.exec(
			"INSERT INTO queue (plan, session, state, approved_at, not_before, run_by) VALUES (?, ?, 'queued', ?, ?, ?) ON CONFLICT DO NOTHING",
			queued.plan,
			queued.session,
			queued.approvedAt,
			queued.notBefore,
			queued.runBy,
		),
	/** It may start later than was known. */
	postpone: (plan: string, until: number | null): void => {
		if (until !== null)
			sql.exec("UPDATE queue SET not_before = ? WHERE plan = ? AND state = 'queued'", until, plan);
	},
	plan: (plan: string) => row(sql, QueueRow, "SELECT * FROM queue WHERE plan = ?", plan),
	setState: (plan: string, state: z.infer<typeof QueueState>) =>
		sql.exec("UPDATE queue SET state = ? WHERE plan = ?", state, plan),
	/** Its first turn stays. */
	granted: (plan: string, now: number) =>
		sql.exec(
			`UPDATE queue SET state = 'granted', unanswered = unanswered + 1, turn = coalesce(turn, ${nextTurn}) WHERE plan = ?`,
			now,
			plan,
		),
	/** Orders the runs of plans by when they were first granted, whatever clock their machine has. */
	turn: (plan: string, now: number): number => {
		takeTurn(sql, plan, now);
		return row(sql, Turn, "SELECT turn FROM queue WHERE plan = ?", plan)?.turn ?? now;
	},
	answered: (plan: string) =>
		sql.exec("UPDATE queue SET unanswered = max(0, unanswered - 1) WHERE plan = ?", plan),
	/** An answer, too. */
	accept: (plan: string) =>
		sql.exec("UPDATE queue SET state = 'accepted', unanswered = max(0, unanswered - 1) WHERE plan = ?", plan),
	/** A new connection: no answers come to what went over the former one. */
	forgetUnanswered: () => sql.exec("UPDATE queue SET unanswered = 0"),
	/** How often an agent reported this, this time included; null: too often to pass on. */
	tell: (what: string): number | null => {
		const others = row(sql, Count, "SELECT count(*) AS count FROM told WHERE what <> ?", what)?.count ?? 0;
		const before = row(sql, Count, "SELECT count FROM told WHERE what = ?", what)?.count ?? 0;
		if (before >= most.often || (before === 0 && others >= most.things)) return null;
		sql.exec(
			"INSERT INTO told (what, count) VALUES (?, 1) ON CONFLICT DO UPDATE SET count = count + 1",
			what,
		);
		return before + 1;
	},
	finish: (plan: string) => {
		answersTable(sql).drop(plan);
		return sql.exec("UPDATE queue SET state = 'finished' WHERE plan = ?", plan);
	},
	cancel: (plan: string, by: string) =>
		sql.exec("UPDATE queue SET cancelled_by = ? WHERE plan = ?", by, plan),
	/** Plans that may be offered now, in the order of approval: a granted one too, since the grant may have been lost; the agent's journal knows. */
	waiting: (now: number) =>
		rows(
			sql,
			QueueRow,
			"SELECT * FROM queue WHERE state IN ('queued', 'granted') AND not_before <= ? ORDER BY approved_at, rowid",
			now,
		),
	/** Whether a plan waits or runs. */
	unfinished: (): boolean =>
		row(sql, One, "SELECT 1 AS one FROM queue WHERE state <> 'finished' LIMIT 1") !== null,
	/** Plans that an agent has and did not finish, as far as we know. */
	accepted: () => rows(sql, QueueRow, "SELECT * FROM queue WHERE state = 'accepted' ORDER BY rowid"),
	/** Plans with a grant on its way: whether an agent has them, only it can tell. */
	unanswered: () => rows(sql, QueueRow, "SELECT * FROM queue WHERE state = 'granted' ORDER BY rowid"),
	/** Plans that no agent ever got a grant for. */
	queued: () => rows(sql, QueueRow, "SELECT * FROM queue WHERE state = 'queued'"),
	/** Only what was never granted: a granted plan may be running, and only its agent can tell. */
	overdue: (now: number) =>
		rows(sql, QueueRow, "SELECT * FROM queue WHERE state = 'queued' AND run_by <= ?", now),
	cancelled: () =>
		rows(
			sql,
			QueueRow,
			"SELECT * FROM queue WHERE state IN ('granted', 'accepted') AND cancelled_by IS NOT NULL",
		),
	nextDue: (now: number): number | null =>
		row(
			sql,
			Due,
			`SELECT min(at) AS at FROM (
				SELECT run_by AS at FROM queue WHERE state = 'queued' UNION ALL SELECT not_before FROM queue WHERE state = 'queued' AND not_before > ?
			)`,
			now,
		)?.at ?? null,
});
/** More than a plan has steps. */
const betweenTurns = 100;
/** SQL, with a parameter: the time. */
const nextTurn = `max(?, ${betweenTurns} + (SELECT coalesce(max(turn), 0) FROM queue))`;
/** One from before there were any gets it when it is asked for. */
const takeTurn = (sql: SqlStorage, plan: string, now: number) =>
	sql.exec(`UPDATE queue SET turn = ${nextTurn} WHERE plan = ? AND turn IS NULL`, now, plan);

/** How much one agent can have recorded by reporting things that no one awaits. */
const most = { often: 20, things: 1_000 };
export type EndpointStore = ReturnType<typeof endpointStore>;
