// Finds a recording part's blocks, a bounded step at a time, and reads what one of them holds.
import { type BlockRecord, blockBytes, cutBlocks } from "../../domain/output/blocks.ts";
import type { BlockStart } from "../../protocol/read/blocks.ts";
import type { StoredRecord } from "../../protocol/read/transcript-source.ts";
import type { InsideEvent } from "../../protocol/record/inside.ts";
import type { Stream } from "../../protocol/record/records.ts";
import type { PartBlocks, PartContents } from "../contracts/values/recording.ts";
import { tryEvent } from "./events.ts";
import { pageIn } from "./excerpt.ts";
import { storedRecord } from "./reading.ts";
import type { RecordingStore } from "./store.ts";

/** As much as a step looks through, in plain bytes: some 100 ms. */
const stepCost = 67_108_864;
/** Rows that the database hands over in one go. */
const atOnce = 50_000;
/** Blocks of one page: those of 640 MB, so that most ends are one question away. */
const pageBlocks = 10_000;
/** So much of a block is one answer, or one record more: after the last block known may be what no step has reached yet. */
const mostOfAnswer = { bytes: 262_144, records: 4_000 };
/** Bytes of events that report something of a block later, or one event more. */
const mostLate = 1_048_576;

/** Finds more of them if there are any; then those after block `i` (-1: from the first on). */
export const blocksAfter = (store: RecordingStore, i: number, cost = stepCost): PartBlocks => {
	const { end, complete } = findMore(store, cost);
	const { blocks, isAll } = store.blocks.after(i, pageBlocks);
	return { blocks, end, complete: complete && isAll };
};

/** One step; call it until it is complete. */
export const findMore = (store: RecordingStore, cost = stepCost): Pick<PartBlocks, "end" | "complete"> => {
	const last = store.blocks.last();
	const reports: Report[] = [];
	const records = recordsFrom(store, last.start.n, reports);
	const { starts, end } = cutBlocks(last.start, records, pageIn(store), cost);
	for (const start of starts) store.blocks.add(start);
	if (last.i + starts.length > 0) for (const { n, places } of reports) store.blocks.note(n, places);
	return { end, complete: end.n >= store.tail().n };
};

/** Whether there is more than a block's worth of output. */
export const isLong = (store: RecordingStore): boolean => {
	const [{ stdout, stderr }, start] = [store.tail(), store.start()];
	return stdout + stderr - start.stdout - start.stderr > blockBytes;
};

/** What block `i` holds, of records after `after`; null: it isn't known. */
export const blockContents = (store: RecordingStore, i: number, after: number): PartContents | null => {
	const start = store.blocks.at(i);
	if (!start) return null;
	const next = store.blocks.at(i + 1);
	const { records, more } = recordsOf(store, start, next, after);
	const { late, lateMore } = more ? { late: [], lateMore: false } : reportsOf(store, i);
	return { start, next, records, more, late, lateMore };
};

const reportsOf = (store: RecordingStore, i: number): Pick<PartContents, "late" | "lateMore"> => {
	const { noted, isAll } = store.blocks.notes(i);
	const late: StoredRecord[] = [];
	let bytes = 0;
	for (const n of noted) {
		if (bytes > mostLate) return { late, lateMore: true };
		const row = store.at(n);
		if (row) late.push(storedRecord(row));
		bytes += row?.payload?.length ?? 0;
	}
	return { late, lateMore: !isAll };
};

const recordsOf = (
	store: RecordingStore,
	start: BlockStart,
	next: BlockStart | null,
	after: number,
): Pick<PartContents, "records" | "more"> => {
	const records: StoredRecord[] = [];
	let bytes = 0;
	for (const row of store.following(Math.max(start.n - 1, after), mostOfAnswer.records + 1)) {
		const to = next && row.n === next.n ? next.skip : row.length;
		const from = row.n === start.n ? start.skip : 0;
		if (next && (row.n > next.n || (row.n === next.n && to === 0))) break;
		if (bytes > mostOfAnswer.bytes || records.length === mostOfAnswer.records) return { records, more: true };
		records.push(from === 0 && to === row.length ? storedRecord(row) : pieceOf(storedRecord(row), from, to));
		if (row.payload) bytes += to - from;
	}
	return { records, more: false };
};

const pieceOf = (record: StoredRecord, from: number, to: number): StoredRecord => ({
	...record,
	offset: record.offset + from,
	length: to - from,
	bytes: record.bytes?.slice(from, to) ?? null,
});

/** Places of which record `n` reports something, each once: they go to their blocks, once these are found. */
type Report = { n: number; places: Place[] };
type Place = Record<Stream, number>;

const recordsFrom = function* (store: RecordingStore, n: number, reports: Report[]): Generator<BlockRecord> {
	for (const row of store.following(n - 1, atOnce)) {
		const event = row.kind === "event" && row.payload ? tryEvent(row.payload) : null;
		const places = event?.type === "inside" ? placesIn(event) : [];
		if (places.length > 0) reports.push({ n: row.n, places });
		yield { n: row.n, kind: row.kind, length: row.length, bytes: row.payload, reports: places.length };
	}
};

const placesIn = ({ entries }: InsideEvent): Place[] => {
	const places = new Map<string, Place>();
	for (const entry of entries)
		if ("place" in entry) places.set(`${entry.place.stdout} ${entry.place.stderr}`, entry.place);
	return [...places.values()];
};
