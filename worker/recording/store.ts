// What a recording keeps: what it belongs to, and its chained records.
import { z } from "zod";
import { firstBlock } from "../../domain/output/blocks.ts";
import { fromHex, hex } from "../../protocol/bytes.ts";
import { firstLink, nextLink, payloadHash, saltLength } from "../../protocol/record/chain.ts";
import { type RunRecord, recordMeta, type Stream } from "../../protocol/record/records.ts";
import { type Cut, Spec } from "../contracts/values/recording.ts";
import { Blob, Flag } from "../durable/columns.ts";
import { pack, unpack } from "../durable/packed.ts";
import { row, rows } from "../durable/sql.ts";
import { thingsOf } from "../durable/things.ts";
import { random, sha256 } from "../keys/crypto.ts";
import { blocksTable } from "./blocks-table.ts";
import { tryEvent } from "./events.ts";
import { following } from "./following.ts";

/** A few records are found as quickly without it: it takes a page of 4 KiB, and a row for each record. */
const byOffset = "CREATE INDEX IF NOT EXISTS records_by_offset ON records (kind, offset)";
const indexEvery = 64;

const Link = z.string().transform(fromHex);
/** `link` empty: the first one of the run. */
const StartRow = z.object({ n: z.int(), link: Link, stdout: z.int(), stderr: z.int() });
const PartRow = StartRow.extend({ part: z.int() });
/** `context`: the record that has the run's context, where it isn't the first. */
const SpecRow = Spec.extend({
	...StartRow.shape,
	part: z.int(),
	erased: Flag,
	full: Flag,
	context: z.int().nullable(),
	/** Of earlier parts. */
	events_before: z.int().default(0),
	event_bytes_before: z.int().default(0),
	/** Which limit of policy it has passed; the session knows. */
	limited: z.string().nullable().default(null),
	/** How often its blocks were cleared. */
	generation: z.int().default(0),
});
/** `part`: which one this is; `full`: it takes no further records. */
export type SpecRow = z.infer<typeof SpecRow>;

const Meta = z.object({
	n: z.int(),
	kind: z.enum(["stdout", "stderr", "event"]),
	at: z.int(),
	received_at: z.int(),
	offset: z.int(),
	length: z.int(),
});
type Meta = Pick<z.infer<typeof Meta>, "n" | "kind" | "at" | "length">;
const WithBytes = Meta.extend({ salt: Blob.nullable(), payload: Blob.nullable(), hash: Blob, link: Blob });
export type RecordRow = z.infer<typeof WithBytes>;
/** Events are packed; output is stored as it came. */
export const RecordRow = WithBytes.transform(
	(record): RecordRow =>
		record.kind === "event" && record.payload ? { ...record, payload: unpack(record.payload) } : record,
);

const eventIn = (record: RecordRow | null) => (record?.payload ? tryEvent(record.payload) : null);

const Last = Meta.pick({ n: true, kind: true });
const Tail = z.object({ n: z.int(), link: Blob });
const Total = z.object({ bytes: z.int() });
const Totals = Total.extend({ count: z.int() });
/** How many events there are, and how long together. */
export type EventTotals = z.infer<typeof Totals>;
const totalQuery =
	"SELECT offset + length AS bytes FROM records WHERE kind = ? ORDER BY offset DESC, length DESC LIMIT 1";

const cutOf = ({ n, link, stdout, stderr }: Cut) => ({ n, link: hex(link), stdout, stderr });

const self = "";

export const recordingStore = (sql: SqlStorage) => ({
	spec: () => thingsOf(sql, "recording", SpecRow).get(self),
	/** `start`: where the part before ended; null for the first. */
	prepare: (spec: Spec, part: number, start: Cut | null, before?: EventTotals) =>
		thingsOf(sql, "recording", SpecRow).add(self, {
			...spec,
			...(before && { events_before: before.count, event_bytes_before: before.bytes }),
			...(start ? cutOf(start) : { n: 0, link: "", stdout: 0, stderr: 0 }),
			...{ part, erased: 0, full: 0, context: null },
		}),
	/** Whether this is the first context. The first record of a run needs no mark. */
	markContext(n: number): boolean {
		if (n === 1) return true;
		if (this.context() !== null) return false;
		thingsOf(sql, "recording", SpecRow).set(self, { context: n });
		return true;
	},
	/** The record that has the run's context, if this part has it. */
	context(): number | null {
		return this.spec()?.context ?? (eventIn(this.at(1))?.type === "context" ? 1 : null);
	},
	/** Whether the run's end is here: nothing comes after it. */
	ended(): boolean {
		const last = row(sql, Last, "SELECT n, kind FROM records ORDER BY n DESC LIMIT 1");
		return last?.kind === "event" && eventIn(this.at(last.n))?.type === "end";
	},
	markLimited: (limited: string) => thingsOf(sql, "recording", SpecRow).set(self, { limited }),
	markFull: () => thingsOf(sql, "recording", SpecRow).set(self, { full: 1 }),
	/** The parts after this one, if this is the first. */
	parts: () => thingsOf(sql, "part", PartRow).all(),
	addPart: (part: number, start: Cut) =>
		thingsOf(sql, "part", PartRow).add(`${part}`, { part, ...cutOf(start) }, `${part}`),

	/** Where this part begins; it must have been prepared. */
	start(): Cut {
		const { run, n, link, stdout, stderr } = this.spec() as SpecRow;
		return { n, link: link.length > 0 ? link : firstLink(run, sha256), stdout, stderr };
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
			record.kind === "event" ? pack(record.bytes) : record.bytes,
			hash,
			link,
		);
		if (record.n % indexEvery === 0) sql.exec(byOffset);
		const next = { ...tail, n: record.n, link };
		if (record.kind !== "event") next[record.kind] += record.bytes.length;
		return next;
	},
	at: (n: number) => row(sql, RecordRow, "SELECT * FROM records WHERE n = ?", n),
	/** Records in their order, some at a time, as they are wanted. */
	following(n: number, limit: number): Generator<RecordRow> {
		const query = "SELECT * FROM records WHERE n BETWEEN ? AND ? ORDER BY n";
		const read = (from: number, to: number) => rows(sql, RecordRow, query, from, to);
		return following({ list: this.list, read }, n, limit);
	},
	/** What is known of records without what they hold, oldest first. The columns are ours and strict: to decode so many costs more
	 * than to read them. */
	list(after: number, limit: number): Meta[] {
		const query = "SELECT n, kind, at, length FROM records WHERE n > ? ORDER BY n LIMIT ?";
		return sql.exec<Meta>(query, after, limit).toArray();
	},
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
		) as EventTotals,
	/** The numbers of the last records with output, newest first: read one by one, since each may be large. */
	lastOutput: (limit: number): number[] =>
		rows(
			sql,
			Meta,
			"SELECT n, kind, at, received_at, offset, length FROM records WHERE kind <> 'event' AND length > 0 ORDER BY n DESC LIMIT ?",
			limit,
		).map(({ n }) => n),
	/** The same of one stream. */
	lastOf: (stream: Stream, limit: number): number[] =>
		rows(
			sql,
			Meta,
			"SELECT n, kind, at, received_at, offset, length FROM records WHERE kind = ? AND length > 0 ORDER BY offset DESC LIMIT ?",
			stream,
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
	markErased: () => thingsOf(sql, "recording", SpecRow).set(self, { erased: 1 }),
	/** Where its output can be opened. */
	blocks: blocksTable(sql, () => {
		const start = thingsOf(sql, "recording", SpecRow).get(self);
		return firstBlock((start?.n ?? 0) + 1, start?.stdout, start?.stderr);
	}),
	/** They are found again when someone looks: what is carried may be of erased bytes. Who knows the old ones learns by the
	 * generation that these mean nothing any more. */
	clearBlocks(): void {
		this.blocks.clear();
		thingsOf(sql, "recording", SpecRow).set(self, { generation: this.generation() + 1 });
	},
	generation(): number {
		return this.spec()?.generation ?? 0;
	},
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
