// A recording's tables: what it belongs to, and its chained records.
import { z } from "zod";
import { firstLink, nextLink, payloadHash, saltLength } from "../../protocol/record/chain.ts";
import type { Stream } from "../../protocol/record/records.ts";
import { type RunRecord, recordMeta } from "../../protocol/record/records.ts";
import { type Cut, Spec } from "../contracts/values/recording.ts";
import { Blob, Flag } from "../durable/columns.ts";
import { outboxTable, smallOutboxTable } from "../durable/outbox.ts";
import { type Fresh, laterTable, row, rows } from "../durable/sql.ts";
import { random, sha256 } from "../keys/crypto.ts";

export const migrations = [
	`${outboxTable}
	CREATE TABLE recording (
		run TEXT PRIMARY KEY, session TEXT NOT NULL, client TEXT NOT NULL, endpoint TEXT NOT NULL, key TEXT NOT NULL,
		plan TEXT NOT NULL, digest TEXT NOT NULL, ended INTEGER NOT NULL DEFAULT 0, erased INTEGER NOT NULL DEFAULT 0
	) STRICT;
	CREATE TABLE records (
		n INTEGER PRIMARY KEY, kind TEXT NOT NULL, at INTEGER NOT NULL, received_at INTEGER NOT NULL, offset INTEGER NOT NULL,
		length INTEGER NOT NULL, salt BLOB, payload BLOB, hash BLOB NOT NULL, link BLOB NOT NULL
	) STRICT;
	CREATE INDEX records_by_offset ON records (kind, offset);`,
	`ALTER TABLE recording ADD COLUMN part INTEGER NOT NULL DEFAULT 0;
	ALTER TABLE recording ADD COLUMN n INTEGER NOT NULL DEFAULT 0;
	ALTER TABLE recording ADD COLUMN link BLOB;
	ALTER TABLE recording ADD COLUMN stdout INTEGER NOT NULL DEFAULT 0;
	ALTER TABLE recording ADD COLUMN stderr INTEGER NOT NULL DEFAULT 0;
	ALTER TABLE recording ADD COLUMN full INTEGER NOT NULL DEFAULT 0;
	CREATE TABLE parts (
		part INTEGER PRIMARY KEY, n INTEGER NOT NULL, link BLOB NOT NULL, stdout INTEGER NOT NULL, stderr INTEGER NOT NULL
	) STRICT;`,
	// `context`: the number of the record with the run's context.
	`ALTER TABLE recording ADD COLUMN context INTEGER;
	UPDATE recording SET context = (
		SELECT min(n) FROM records WHERE kind = 'event' AND
		CASE WHEN json_valid(CAST(payload AS TEXT)) THEN json_extract(CAST(payload AS TEXT), '$.type') END = 'context'
	);`,
];

/** A new recording's tables: as the migrations lead to, in fewer pages. */
export const fresh: Fresh = {
	upTo: 3,
	sql: `${smallOutboxTable}
	CREATE TABLE recording (
		run TEXT PRIMARY KEY, session TEXT NOT NULL, client TEXT NOT NULL, endpoint TEXT NOT NULL, key TEXT NOT NULL,
		plan TEXT NOT NULL, digest TEXT NOT NULL, ended INTEGER NOT NULL DEFAULT 0, erased INTEGER NOT NULL DEFAULT 0,
		part INTEGER NOT NULL DEFAULT 0, n INTEGER NOT NULL DEFAULT 0, link BLOB, stdout INTEGER NOT NULL DEFAULT 0,
		stderr INTEGER NOT NULL DEFAULT 0, full INTEGER NOT NULL DEFAULT 0, context INTEGER
	) STRICT, WITHOUT ROWID;
	CREATE TABLE records (
		n INTEGER PRIMARY KEY, kind TEXT NOT NULL, at INTEGER NOT NULL, received_at INTEGER NOT NULL, offset INTEGER NOT NULL,
		length INTEGER NOT NULL, salt BLOB, payload BLOB, hash BLOB NOT NULL, link BLOB NOT NULL
	) STRICT;
`,
};

/** A few records are found as quickly without it: it takes a page of 4 KiB, and a row for each record. */
const byOffset = "CREATE INDEX IF NOT EXISTS records_by_offset ON records (kind, offset)";
const indexEvery = 64;

const createParts = `CREATE TABLE parts (
	part INTEGER PRIMARY KEY, n INTEGER NOT NULL, link BLOB NOT NULL, stdout INTEGER NOT NULL, stderr INTEGER NOT NULL
) STRICT`;

const SpecRow = Spec.extend({
	part: z.int(),
	ended: Flag,
	erased: Flag,
	full: Flag,
	context: z.int().nullable(),
});
/** `part`: which one this is; `full`: it takes no further records; `context`: the record that has the run's context. */
export type SpecRow = z.infer<typeof SpecRow>;

const CutRow = z.object({ n: z.int(), link: Blob, stdout: z.int(), stderr: z.int() });
const StartRow = CutRow.extend({ run: z.string(), link: Blob.nullable() });
const PartRow = CutRow.extend({ part: z.int() });

const Meta = z.object({
	n: z.int(),
	kind: z.enum(["stdout", "stderr", "event"]),
	at: z.int(),
	received_at: z.int(),
	offset: z.int(),
	length: z.int(),
});
export const RecordRow = Meta.extend({
	salt: Blob.nullable(),
	payload: Blob.nullable(),
	hash: Blob,
	link: Blob,
});
export type RecordRow = z.infer<typeof RecordRow>;

const Tail = z.object({ n: z.int(), link: Blob });
const Total = z.object({ bytes: z.int() });
const Totals = Total.extend({ count: z.int() });
const totalQuery =
	"SELECT offset + length AS bytes FROM records WHERE kind = ? ORDER BY offset DESC, length DESC LIMIT 1";

export const recordingStore = (sql: SqlStorage) => ({
	spec: () => row(sql, SpecRow, "SELECT * FROM recording"),
	/** `start`: where the part before ended; null for the first. */
	prepare: (spec: Spec, part: number, start: Cut | null) =>
		sql.exec(
			`INSERT INTO recording (run, session, client, endpoint, key, plan, digest, part, n, link, stdout, stderr)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
			spec.run,
			spec.session,
			spec.client,
			spec.endpoint,
			spec.key,
			spec.plan,
			spec.digest,
			part,
			start?.n ?? 0,
			start?.link ?? null,
			start?.stdout ?? 0,
			start?.stderr ?? 0,
		),
	/** Whether this is the first context. */
	markContext(n: number): boolean {
		if (this.spec()?.context !== null) return false;
		sql.exec("UPDATE recording SET context = ?", n);
		return true;
	},
	markEnded: () => sql.exec("UPDATE recording SET ended = 1"),
	markFull: () => sql.exec("UPDATE recording SET full = 1"),
	/** The parts after this one, if this is the first. */
	parts: () => laterTable(sql, "parts", createParts).rows(PartRow, "SELECT * FROM parts ORDER BY part"),
	addPart: (part: number, { n, link, stdout, stderr }: Cut) =>
		laterTable(sql, "parts", createParts).insert(
			"INSERT INTO parts (part, n, link, stdout, stderr) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
			part,
			n,
			link,
			stdout,
			stderr,
		),

	/** Where this part begins; it must have been prepared. */
	start(): Cut {
		const { run, link, ...rest } = row(
			sql,
			StartRow,
			"SELECT run, n, link, stdout, stderr FROM recording",
		) as z.infer<typeof StartRow>;
		return { ...rest, link: link ?? firstLink(run, sha256) };
	},
	/** Where the next record goes. */
	tail(): Cut {
		const start = this.start();
		const last = row(sql, Tail, "SELECT n, link FROM records ORDER BY n DESC LIMIT 1") ?? start;
		const total = (stream: Stream) => row(sql, Total, totalQuery, stream)?.bytes ?? start[stream];
		return { n: last.n, link: last.link, stdout: total("stdout"), stderr: total("stderr") };
	},
	/** Appends the next record and returns the new tail. To be called inside a transaction, with the tail. */
	append(record: RunRecord, tail: Cut, receivedAt: number): Cut {
		const salt = random(saltLength);
		const hash = payloadHash(salt, record.bytes, sha256);
		const link = nextLink(
			"record",
			tail.link,
			recordMeta({ ...record, length: record.bytes.length }, receivedAt),
			hash,
			sha256,
		);
		sql.exec(
			"INSERT INTO records (n, kind, at, received_at, offset, length, salt, payload, hash, link) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
			record.n,
			record.kind,
			record.at,
			receivedAt,
			record.offset,
			record.bytes.length,
			salt,
			record.bytes,
			hash,
			link,
		);
		if (record.n % indexEvery === 0) sql.exec(byOffset);
		const next = { ...tail, n: record.n, link };
		if (record.kind !== "event") next[record.kind] += record.bytes.length;
		return next;
	},
	at: (n: number) => row(sql, RecordRow, "SELECT * FROM records WHERE n = ?", n),
	/** Records in their order, each read when it is wanted, since it may be large: no one may wait in between. */
	*following(n: number, limit: number): Generator<RecordRow> {
		const query = "SELECT * FROM records WHERE n > ? ORDER BY n LIMIT ?";
		for (const record of sql.exec(query, n, limit)) yield RecordRow.parse(record);
	},
	/** Numbers and lengths only, oldest first. */
	list: (after: number, limit: number) =>
		rows(
			sql,
			Meta,
			"SELECT n, kind, at, received_at, offset, length FROM records WHERE n > ? ORDER BY n LIMIT ?",
			after,
			limit,
		),
	/** Events after `after`: numbers and lengths only, oldest first. */
	events: (after: number, limit: number) =>
		rows(
			sql,
			Meta.pick({ n: true, length: true }),
			"SELECT n, length FROM records WHERE kind = 'event' AND n > ? ORDER BY n LIMIT ?",
			after,
			limit,
		),
	/** The newest events, newest first. */
	lastEvents: (limit: number) =>
		rows(
			sql,
			Meta.pick({ n: true }),
			"SELECT n FROM records WHERE kind = 'event' ORDER BY n DESC LIMIT ?",
			limit,
		),
	/** Of all events, erased ones too. */
	eventTotals: () =>
		row(
			sql,
			Totals,
			"SELECT count(*) AS count, coalesce(sum(length), 0) AS bytes FROM records WHERE kind = 'event'",
		) as z.infer<typeof Totals>,
	/** The numbers of the last records with output, newest first: read one by one, since each may be large. */
	lastOutput: (limit: number): number[] =>
		rows(
			sql,
			Meta,
			"SELECT n, kind, at, received_at, offset, length FROM records WHERE kind <> 'event' AND length > 0 ORDER BY n DESC LIMIT ?",
			limit,
		).map(({ n }) => n),
	/** The record of a stream that contains this offset, or the next one after it. */
	holding: (stream: Stream, offset: number) =>
		row(
			sql,
			RecordRow,
			"SELECT * FROM records WHERE kind = ? AND offset + length > ? AND offset <= ? ORDER BY offset DESC LIMIT 1",
			stream,
			offset,
			offset,
		),
	markErased: () => sql.exec("UPDATE recording SET erased = 1"),
	/** Bytes and salts of these records go; hashes and links stay. */
	strike: (records: number[]) =>
		sql.exec(
			"UPDATE records SET payload = NULL, salt = NULL WHERE n IN (SELECT value FROM json_each(?))",
			JSON.stringify(records),
		),
	/** Those of some numbers that are here with their bytes. */
	among: (records: number[]) =>
		rows(
			sql,
			Meta.pick({ n: true, kind: true }),
			"SELECT n, kind FROM records WHERE payload IS NOT NULL AND n IN (SELECT value FROM json_each(?))",
			JSON.stringify(records),
		),
});
export type RecordingStore = ReturnType<typeof recordingStore>;
