// Cuts a run's output into blocks that can be opened by themselves. Most of it is only searched for line feeds: the reader
// itself runs where colours, sequences or UTF-16 have to be carried on.
import { base64, concat, fromBase64 } from "../../protocol/bytes.ts";
import type { BlockStart, Carried, Reached } from "../../protocol/read/blocks.ts";
import type { RecordKind, Stream } from "../../protocol/record/records.ts";
import { noStyle } from "./colours.ts";
import { type ReadableStreamReader, type ReaderState, readableReader } from "./readable.ts";
import { longestLine } from "./segments.ts";
import type { Drawn } from "./terminal.ts";
import { wholeLength } from "./utf8.ts";

/** A record as far as blocks need it; `bytes`: null if they were erased. `reports`: entries of it that have a place. */
export type BlockRecord = {
	n: number;
	kind: RecordKind;
	length: number;
	bytes: Uint8Array | null;
	reports?: number;
};

/** About so many bytes of output and events a block. */
export const blockBytes = 65_536;
/** A block ends with the first line that ends after so many bytes or records, or at last in the middle of a line. */
const enough = { bytes: blockBytes, records: 1_000 };
const most = { bytes: 131_072, records: 4_000 };

/** Where a run's output begins, or a later part of it. */
export const firstBlock = (n: number, stdout = 0, stderr = 0): BlockStart => ({
	...{ n, skip: 0, stdout, stderr },
	lines: { stdout: 0, stderr: 0 },
	carried: { stdout: null, stderr: null },
});

/** The blocks that begin after `from`, as far as these records go, or until finding them has cost as much as `cost` plain bytes:
 * at least one, so that whoever goes on from the last comes further. */
export const cutBlocks = (
	from: BlockStart,
	records: Iterable<BlockRecord>,
	page: number | null,
	cost = Number.POSITIVE_INFINITY,
): { starts: BlockStart[]; end: Reached & { n: number } } => {
	const cutter = blockCutter(from, page);
	const starts: BlockStart[] = [];
	let n = from.n - 1;
	for (const record of records) {
		starts.push(...cutter.take(record, record.n === from.n ? from.skip : 0));
		n = record.n;
		if (cutter.cost() > cost && starts.length > 0) break;
	}
	return { starts, end: { n, ...cutter.reached() } };
};

const blockCutter = (from: BlockStart, page: number | null) => {
	const at = { stdout: from.stdout, stderr: from.stderr };
	const streams = {
		stdout: follower(from.lines.stdout, stateAt(from, "stdout"), page),
		stderr: follower(from.lines.stderr, stateAt(from, "stderr"), page),
	};
	let [bytes, records, ofEvents] = [0, 0, 0];
	/** Whether the output goes on in the middle of a line. */
	let within = false;
	const cut = (n: number, skip: number): BlockStart => {
		[bytes, records, within] = [0, 0, false];
		const carried = { stdout: streams.stdout.cut(), stderr: streams.stderr.cut() };
		return { n, skip, ...reached(), carried };
	};
	const reached = (): Reached => ({
		...at,
		lines: { stdout: streams.stdout.lines(), stderr: streams.stderr.lines() },
	});
	return {
		take({ n, kind, length, bytes: all, reports = 0 }: BlockRecord, skip: number): BlockStart[] {
			const starts: BlockStart[] = [];
			records++;
			if (kind === "event") {
				const size = all ? length : 0;
				bytes += size;
				ofEvents += byReader * (eachTime + size) + eachReport * reports;
			}
			if (kind !== "event" && !all) at[kind] += length - skip;
			for (let from = skip; kind !== "event" && all && from < all.length; ) {
				const { end, isCut } = endOfBlock(all, from, bytes);
				streams[kind].read(all.subarray(from, end));
				at[kind] += end - from;
				bytes += end - from;
				from = end;
				if (isCut) starts.push(end === all.length ? cut(n + 1, 0) : cut(n, end));
			}
			if (kind !== "event" && length > 0) within = bytes > 0 && all !== null && all.at(-1) !== lineFeed;
			const limit = within ? most : enough;
			if (records >= limit.records || bytes >= limit.bytes) starts.push(cut(n + 1, 0));
			return starts;
		},
		reached,
		cost: () => streams.stdout.cost() + streams.stderr.cost() + ofEvents,
	};
};

/** How much of a record's bytes from there on still belongs to a block that has `before` bytes already. */
const endOfBlock = (all: Uint8Array, from: number, before: number): { end: number; isCut: boolean } => {
	const line = all.indexOf(lineFeed, from + Math.max(0, enough.bytes - before - 1));
	const limit = from + most.bytes - before;
	// A line feed of UTF-16 has two bytes.
	if (line >= 0 && line < limit) return { end: line + (all[line + 1] === 0 ? 2 : 1), isCut: true };
	if (limit > all.length) return { end: all.length, isCut: false };
	return { end: from + (wholeLength(all.subarray(from, limit)) || limit - from), isCut: true };
};

const lineFeed = 0x0a;

/** Counts a stream's lines, and knows what a reader would carry. */
const follower = (before: number, from: ReaderState, page: number | null) => {
	let state = from;
	let reader: ReadableStreamReader | null = null;
	/** What came of the unfinished line without a reader: one that is needed later reads it from its start. */
	let open = openLine(from);
	let [lines, cost] = [before, 0];
	const drawn = (all: Drawn[]) => {
		for (const one of all) lines += lineFeeds(one);
	};
	return {
		read(bytes: Uint8Array): void {
			if (!reader && isPlain(state, bytes)) {
				lines += feeds(bytes);
				cost += eachTime + bytes.length;
				const end = bytes.length > 3 ? bytes : concat(state.rest, bytes);
				state = { ...state, mode: "bytes", rest: end.slice(wholeLength(end)) };
				open = further(open, bytes, state);
				return;
			}
			if (!reader) {
				cost += byReader * open.length;
				reader = readableReader(page, open.from);
				drawn(reader.read(concat(...open.pieces)));
			}
			cost += byReader * (eachTime + bytes.length);
			drawn(reader.read(bytes));
		},
		/** A new block begins: what is open is shown, and what stays goes over. */
		cut(): Carried | null {
			if (reader) {
				drawn(reader.flush());
				state = reader.carried();
				reader = null;
			}
			open = openLine(state);
			return isOrdinary(state) ? null : { ...state, rest: base64(state.rest) };
		},
		lines: () => lines,
		cost: () => cost,
	};
};

/** `from`: what is carried into the line, of which `pieces` came since. */
type OpenLine = { from: ReaderState; pieces: Uint8Array[]; length: number };
const openLine = (from: ReaderState): OpenLine => ({ from, pieces: [], length: 0 });

/** `after`: the state behind these bytes. A reader looks at no longer line. */
const further = (open: OpenLine, bytes: Uint8Array, after: ReaderState): OpenLine => {
	const last = bytes.lastIndexOf(lineFeed);
	if (last < 0 && open.length + bytes.length >= longestLine) return openLine(after);
	if (last < 0) {
		open.pieces.push(bytes);
		return { ...open, length: open.length + bytes.length };
	}
	const rest = bytes.subarray(last + 1);
	const begun = openLine({ ...after, rest: new Uint8Array(0) });
	return rest.length < longestLine ? { ...begun, pieces: [rest], length: rest.length } : openLine(after);
};

/** How many times more it costs to draw bytes, or to decode an event, than to look for line feeds. */
const byReader = 48;
/** What a record costs beside its bytes. */
const eachTime = 200;
/** What it costs to find the block of a place. */
const eachReport = 20_000;

const ordinary: ReaderState = { mode: "bytes", rest: new Uint8Array(0), held: "", style: noStyle };

const isOrdinary = ({ mode, rest, held, style }: ReaderState): boolean =>
	mode === "bytes" && rest.length === 0 && held === "" && isNoStyle(style);
const isNoStyle = ({ colour, ...flags }: ReaderState["style"]): boolean =>
	colour === null && !Object.values(flags).includes(true);

/** Whether nothing in these bytes can change what is carried. Half a character may be held before them. */
const isPlain = ({ mode, rest, held, style }: ReaderState, bytes: Uint8Array): boolean =>
	(mode === "bytes" || (mode === "start" && (bytes[0] ?? 0) < 0x80)) &&
	held === "" &&
	isNoStyle(style) &&
	!bytes.includes(0x1b) &&
	!bytes.includes(0) &&
	!rest.includes(0);

const stateAt = (start: BlockStart, stream: Stream): ReaderState =>
	readerState(start.carried[stream], start[stream]);

/** Where a reader begins in a stream, so many bytes after its start. */
export const readerState = (carried: Carried | null, offset: number): ReaderState =>
	carried
		? { ...carried, rest: fromBase64(carried.rest) }
		: { ...ordinary, mode: offset === 0 ? "start" : "bytes" };

const lineFeeds = (drawn: Drawn): number =>
	"bytes" in drawn ? feeds(drawn.bytes) : drawn.text.split("\n").length - 1;

const feeds = (bytes: Uint8Array): number => {
	let found = 0;
	for (let at = bytes.indexOf(lineFeed); at !== -1; at = bytes.indexOf(lineFeed, at + 1)) found++;
	return found;
};
