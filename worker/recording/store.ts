// A recording's tables: what it belongs to, and its chained records.
import { z } from "zod";
import { firstLink, nextLink, payloadHash, saltLength } from "../../protocol/chain.ts";
import type { Stream } from "../../protocol/records.ts";
import { type RunRecord, recordMeta } from "../../protocol/records.ts";
import { Blob, Flag } from "../columns.ts";
import { random, sha256 } from "../crypto.ts";
import { outboxTable } from "../outbox.ts";
import { row, rows } from "../sql.ts";

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
];

/** Whose recording it is; fixed before the plan reaches the endpoint. */
export const Spec = z.object({
	run: z.string(),
	session: z.string(),
	client: z.string(),
	endpoint: z.string(),
	/** The agent's public key, as enrolled when the plan was dispatched. */
	key: z.string(),
	plan: z.string(),
	digest: z.string(),
});
export type Spec = z.infer<typeof Spec>;

const SpecRow = Spec.extend({ ended: Flag, erased: Flag });

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

export const recordingStore = (sql: SqlStorage) => ({
	spec: () => row(sql, SpecRow, "SELECT * FROM recording"),
	prepare: (spec: Spec) =>
		sql.exec(
			"INSERT INTO recording (run, session, client, endpoint, key, plan, digest) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
			spec.run,
			spec.session,
			spec.client,
			spec.endpoint,
			spec.key,
			spec.plan,
			spec.digest,
		),
	markEnded: () => sql.exec("UPDATE recording SET ended = 1"),

	/** The last record's number and link: 0 and the chain's start where there is none. */
	tail(run: string): { n: number; link: Uint8Array } {
		return (
			row(sql, Tail, "SELECT n, link FROM records ORDER BY n DESC LIMIT 1") ?? {
				n: 0,
				link: firstLink(run, sha256),
			}
		);
	},
	/** Appends the next record and returns its link. To be called inside a transaction, with the tail's link. */
	append(record: RunRecord, previous: Uint8Array, receivedAt: number): Uint8Array {
		const salt = random(saltLength);
		const hash = payloadHash(salt, record.bytes, sha256);
		const link = nextLink(
			"record",
			previous,
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
		return link;
	},
	at: (n: number) => row(sql, RecordRow, "SELECT * FROM records WHERE n = ?", n),
	/** Bytes of one stream that are stored. */
	total: (stream: Stream): number =>
		row(
			sql,
			Total,
			"SELECT offset + length AS bytes FROM records WHERE kind = ? ORDER BY offset DESC, length DESC LIMIT 1",
			stream,
		)?.bytes ?? 0,
	/** Numbers and lengths only, oldest first. */
	list: (after: number, limit: number) =>
		rows(
			sql,
			Meta,
			"SELECT n, kind, at, received_at, offset, length FROM records WHERE n > ? ORDER BY n LIMIT ?",
			after,
			limit,
		),
	/** The numbers of the last records with output, newest first: read one by one, since each may be large. */
	lastOutput: (limit: number): number[] =>
		rows(
			sql,
			Meta,
			"SELECT n, kind, at, received_at, offset, length FROM records WHERE kind <> 'event' AND length > 0 ORDER BY n DESC LIMIT ?",
			limit,
		).map(({ n }) => n),
	/** The record of a stream in which this offset stands, or the next one after it. */
	holding: (stream: Stream, offset: number) =>
		row(
			sql,
			RecordRow,
			"SELECT * FROM records WHERE kind = ? AND offset + length > ? AND offset <= ? ORDER BY offset DESC LIMIT 1",
			stream,
			offset,
			offset,
		),
	/** Strikes out the output: bytes and salts go, hashes and links stay. */
	erase: (records: number[] | null) => {
		const struck = "UPDATE records SET payload = NULL, salt = NULL WHERE kind <> 'event'";
		if (records === null) sql.exec(struck);
		else sql.exec(`${struck} AND n IN (SELECT value FROM json_each(?))`, JSON.stringify(records));
		sql.exec("UPDATE recording SET erased = 1");
	},
	/** Those of some numbers that are output with its bytes. */
	erasable: (records: number[]): number[] =>
		rows(
			sql,
			z.object({ n: z.int() }),
			"SELECT n FROM records WHERE kind <> 'event' AND payload IS NOT NULL AND n IN (SELECT value FROM json_each(?))",
			JSON.stringify(records),
		).map(({ n }) => n),
});
export type RecordingStore = ReturnType<typeof recordingStore>;
