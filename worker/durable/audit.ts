// The audit log of a client or of the deployment: entries are added, never changed.
import { z } from "zod";
import { type AuditCursor, AuditEntry, type AuditFilter, AuditRow } from "../../protocol/read/audit.ts";
import { refusalsTable } from "./refusals.ts";
import { rows } from "./sql.ts";

/** A migration of the first form, which had neither kind, person nor session. */
export const auditKinds = `ALTER TABLE audit ADD COLUMN kind TEXT;
	ALTER TABLE audit ADD COLUMN person TEXT;
	ALTER TABLE audit ADD COLUMN session TEXT;
	ALTER TABLE audit ADD COLUMN once TEXT;
	CREATE UNIQUE INDEX audit_once ON audit (once) WHERE once IS NOT NULL;`;

/** A migration: in the order in which people read it. */
export const auditTimes = "CREATE INDEX audit_by_time ON audit (at, n);";

const day = 86_400_000;

/** The account of `slack:T1:U9 (Eve)`, who may call themselves something else each time; null: a stranger without one. */
const accountIn = ({ who, person }: z.output<typeof AuditEntry>): string | null =>
	person ?? /^[a-z]+:\S+/.exec(who)?.[0] ?? null;

const latest = Number.MAX_SAFE_INTEGER;

const Row = AuditRow.extend({ once: z.string().nullable() }).transform(({ once: _, ...row }) => row);

type Kept = Pick<z.output<typeof AuditEntry>, "who" | "what" | "detail"> &
	Partial<z.output<typeof AuditEntry>>;

const insert = (sql: SqlStorage, entry: Kept, at: number): void => {
	const { who, what, detail, kind = "refused", person = null, session = null, once = null } = entry;
	sql.exec(
		`INSERT INTO audit (at, who, what, detail, kind, person, session, once) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT DO NOTHING`,
		...[at, who, what, detail, kind, person, session, once],
	);
};

const within = (count: number): string => `${count} refusals within a day`;

export const auditTable = (sql: SqlStorage, refusals = refusalsTable(sql)) => ({
	/** An account that is refused over and over is counted: it can't grow the log for ever. The log tells how often once the day is
	 * over, with the next refusal. */
	add: (entry: AuditEntry, at: number): void => {
		const parsed = AuditEntry.parse(entry);
		if (parsed.kind !== "refused" || parsed.once !== null) {
			insert(sql, parsed, at);
			return;
		}
		const today = Math.floor(at / day);
		for (const { who, count } of refusals.before(today))
			insert(sql, { who, what: "was refused", detail: within(count) }, at);
		const account = accountIn(parsed);
		const { note, n } = refusals.note(
			today,
			account === null ? "stranger" : "account",
			account ?? parsed.who,
		);
		if (note !== "nothing") insert(sql, note === "count" ? { ...parsed, detail: within(n) } : parsed, at);
	},
	/** Oldest first, all with n > after. */
	list: (after: number, limit: number): AuditRow[] =>
		rows(sql, Row, "SELECT * FROM audit WHERE n > ? ORDER BY n LIMIT ?", after, limit),
	/** Newest first, behind the cursor. `log`: under which name the cursor knows this log. */
	newest: (
		{ kind, who, from, until }: AuditFilter,
		log: string,
		behind: AuditCursor | null,
		limit: number,
	): AuditRow[] =>
		rows(
			sql,
			Row,
			`SELECT * FROM audit WHERE (?1 IS NULL OR kind = ?1) AND (?2 = '' OR instr(lower(who), lower(?2)) > 0)
			AND at >= ?3 AND at <= ?4
			AND (?5 IS NULL OR at < ?5 OR (at = ?5 AND (?6 > ?7 OR (?6 = ?7 AND n < ?8))))
			ORDER BY at DESC, n DESC LIMIT ?9`,
			...[kind, who, from ?? 0, Math.min((until ?? latest) - 1, behind?.at ?? latest)],
			...[behind?.at ?? null, log, behind?.log ?? null, behind?.n ?? null, limit],
		),
});
export type AuditTable = ReturnType<typeof auditTable>;
