// A stream's bytes as lines, each in its own encoding: UTF-16, UTF-8, the console's code page. Judged line by line, as one
// stream may have several programs' output; always the same, wherever the bytes are cut.
import type { Mode } from "../../protocol/read/modes.ts";
import { pageOf } from "./pages.ts";
import { spreadText } from "./spread-lines.ts";
import { isUtf8, utf8Text, wholeLength } from "./utf8.ts";
import { type Order, type WideLines, wideLines } from "./wide-lines.ts";

/** Lines of UTF-8, or what can't be read as text, to be shown byte by byte: nothing in them is to be drawn. Or the text of one
 * line, or of a piece of one, that a terminal would draw or that isn't UTF-8. `ended`: its line feed is part of it. */
export type Segment = { bytes: Uint8Array } | { text: string; ended: boolean };

export type SegmentReader = {
	read(bytes: Uint8Array): Segment[];
	/** What is held of an unfinished line, up to what is still to be completed: half a character, a carriage return. */
	flush(): Segment[];
	/** The rest. */
	end(): Segment[];
	/** What `end` would give, while reading goes on. */
	peek(): Segment[];
	/** In what it read so far, where that isn't plain ASCII: `UTF-16LE`, `code page 850`, `UTF-8`. */
	encodings(): string[];
	/** What another reader needs to go on from here. */
	carried(): SegmentState;
};

/** A line without an end is looked at no further, in bytes. */
export const longestLine = 16_384;

/** `page`: the code page of what isn't UTF-8; null: none. `from`: where an earlier reader stopped; the stream's start by itself. */
export const segmentReader = (page: number | null, from: SegmentState = streamStart): SegmentReader => {
	let state = from;
	const seen = new Set<string>();
	const through = (bytes: Uint8Array, until: Until): Segment[] => {
		const read = split({ ...state, rest: joined(state.rest, bytes) }, page, until, seen);
		state = read.state;
		return read.segments;
	};
	const none = new Uint8Array(0);
	return {
		read: (bytes) => through(bytes, "wait"),
		flush: () => through(none, "flush"),
		end: () => through(none, "end"),
		peek: () => split(state, page, "end", new Set()).segments,
		encodings: () => [...seen],
		carried: () => state,
	};
};

/** What is held of the stream, and how it was read. */
export type SegmentState = { rest: Uint8Array; mode: Mode };
const streamStart: SegmentState = { rest: new Uint8Array(0), mode: "start" };
type Until = "wait" | "flush" | "end";

const names = { le: "UTF-16LE", be: "UTF-16BE" } as const;

const split = (
	{ rest: all, mode: first }: SegmentState,
	page: number | null,
	until: Until,
	seen: Set<string>,
): { state: SegmentState; segments: Segment[] } => {
	const segments: Segment[] = [];
	if (all.length === 0) return { state: { rest: all, mode: first }, segments };
	let [mode, at, plainFrom] = [first, 0, 0];
	const wideLine = wideLines(all, longestLine);
	const putPlain = (to: number) => {
		if (to > plainFrom) segments.push({ bytes: all.subarray(plainFrom, to) });
	};
	if (mode === "start") {
		const mark = byteOrderMark(all, until !== "wait");
		if (mark === "wait") return { state: { rest: all, mode }, segments };
		[mode, at] = [mark.mode, mark.length];
		plainFrom = at;
		if (mark.mode !== "bytes") seen.add(names[mark.mode]);
	}
	while (at < all.length) {
		if (mode === "bytes") at = pastPlain(all, at, page === null, seen);
		if (at === all.length) break;
		const prompt = promptBefore(wideLine, all, at, mode, until);
		const wide = wideAt(wideLine, all, at + prompt, mode, until);
		if (wide === "wait") break;
		if (wide) {
			putPlain(at + prompt);
			segments.push({ text: wide.line.text.replace(/^\ufeff/, ""), ended: wide.line.ended });
			[mode, at] = [wide.order, wide.line.end];
			plainFrom = at;
			seen.add(names[mode]);
			continue;
		}
		const line = lineAt(all, at, until);
		if (!line) break;
		const spread = spreadAt(all, at, line, mode === "spread");
		mode = spread === null ? "bytes" : "spread";
		if (spread !== null) seen.add(names.le);
		const text = spread ?? drawn(all, at, line, page, seen);
		if (text !== null) {
			putPlain(at);
			segments.push({ text, ended: line.ended });
			plainFrom = line.end;
		}
		at = line.end;
	}
	putPlain(at);
	return { state: { rest: all.slice(at), mode }, segments };
};

const marks = [
	{ bytes: [0xff, 0xfe], mode: "le" },
	{ bytes: [0xfe, 0xff], mode: "be" },
	{ bytes: [0xef, 0xbb, 0xbf], mode: "bytes" },
] as const;

const byteOrderMark = (
	all: Uint8Array,
	decide: boolean,
): { mode: "bytes" | Order; length: number } | "wait" => {
	const possible = marks.filter(({ bytes }) => bytes.every((byte, i) => i >= all.length || all[i] === byte));
	const found = possible.find(({ bytes }) => all.length >= bytes.length);
	if (found) return { mode: found.mode, length: found.bytes.length };
	return possible.length > 0 && !decide ? "wait" : { mode: "bytes", length: 0 };
};

/** Past all whole lines that are plain at first sight: most output is, and is passed on in one piece. */
const pastPlain = (all: Uint8Array, from: number, isUtf8: boolean, seen: Set<string>): number => {
	let [past, open, other] = [from, 0, 0];
	for (let at = from; at < all.length; at++) {
		const byte = all[at] ?? 0;
		if (byte === lineFeed) {
			past = at + 1;
			other |= open;
			open = 0;
			continue;
		}
		const kind = kinds[byte] ?? 0;
		if (byte === 0xef && at === past && isMark(all, at)) break;
		if (kind === 0 || (kind === carriageReturn && all[at + 1] === lineFeed)) continue;
		if (kind !== high || !isUtf8) break;
		open = high;
	}
	if (other !== 0) seen.add("UTF-8");
	return past;
};

const wideAt = (wideLine: WideLines, all: Uint8Array, at: number, mode: Mode, until: Until) => {
	if (mode === "le" || mode === "be") {
		if (until === "flush" && at + 1 === all.length) return "wait";
		const line = wideLine(at, mode, { within: true, final: until !== "wait" });
		if (line === "wait") return line;
		if (line) return { line, order: mode };
	}
	// Text of no other kind has a byte of 0.
	if (!hasNull(all, at)) return null;
	for (const order of ["le", "be"] as const) {
		// Half a line proves nothing: it is held, whatever comes in between.
		const line = wideLine(at, order, { within: false, final: until === "end" });
		if (line === "wait") return line;
		if (line) return { line, order };
	}
	return null;
};

/** Before the end of the line of bytes at `at`. */
const hasNull = (all: Uint8Array, at: number): boolean => {
	const limit = Math.min(all.length, at + longestLine);
	for (let i = at; i < limit; i++) {
		if (all[i] === 0) return true;
		if (all[i] === lineFeed) return false;
	}
	return false;
};

/** How many bytes of a prompt in ASCII (`Name: `) there are before UTF-16 that may go on its line. Hardly any text in UTF-16 begins so. */
const promptBefore = (wideLine: WideLines, all: Uint8Array, at: number, mode: Mode, until: Until): number => {
	const prompt = asciiBefore(all, at);
	// Chinese may look so, too (`公尺一`, `改为开启`): then what is behind it isn't UTF-16 of the usual order.
	if (prompt % 2 === 0) return prompt;
	const within = mode === "le" || mode === "be";
	const final = until === "end" || (within && until === "flush");
	return wideLine(at + prompt, within ? mode : "le", { within, final }) === null ? 0 : prompt;
};

const asciiBefore = (all: Uint8Array, at: number): number => {
	const limit = Math.min(all.length, at + longestPrompt);
	let end = at;
	while (end < limit && isPrintable(all[end] ?? 0)) end++;
	const length = end - 1 - at;
	if (all[end] !== 0 || length < 2) return 0;
	const last = String.fromCharCode(all[end - 3] ?? 0, all[end - 2] ?? 0);
	return /[:=>?.)\]] $|:$/.test(last) ? length : 0;
};
const longestPrompt = 1_000;
const isPrintable = (byte: number): boolean => byte >= 0x20 && byte <= 0x7e;

const lineFeed = 0x0a;
const [high, binary, moves, carriageReturn] = [1, 2, 4, 8];
/** What a byte says of its line. Bell, tab, form feed and a shift out say nothing; `tput` writes a shift in. */
const kinds = Uint8Array.from({ length: 256 }, (_, byte) => {
	if (byte >= 0x80) return high;
	if (byte === 0x08 || byte === 0x0f || byte === 0x1b) return moves;
	if (byte === 0x0d) return carriageReturn;
	return (byte >= 0x20 && byte !== 0x7f) || [7, 9, 10, 12, 14].includes(byte) ? 0 : binary;
});

type Line = { end: number; ended: boolean; kind: number };

/** Null: its end is still to come. */
const lineAt = (all: Uint8Array, at: number, until: Until): Line | null => {
	const limit = Math.min(all.length, at + longestLine);
	let kind = 0;
	for (let i = at; i < limit; i++) {
		const byte = all[i] ?? 0;
		if (byte === lineFeed) return { end: i + 1, ended: true, kind };
		const its = kinds[byte] ?? 0;
		if (its !== carriageReturn) kind |= its;
		else if (all[i + 1] !== lineFeed && i < at + longestLine - 1) kind |= moves;
	}
	if (limit === all.length && limit < at + longestLine) {
		if (until === "wait") return null;
		if (until === "end") return { end: limit, ended: false, kind };
	}
	const whole = at + wholeLength(all.subarray(at, limit));
	const end = all[whole - 1] === 0x0d ? whole - 1 : whole;
	return end > at ? { end, ended: false, kind } : null;
};

const spreadAt = (
	all: Uint8Array,
	at: number,
	{ end, ended, kind }: Line,
	within: boolean,
): string | null => {
	if ((kind & binary) === 0 || !(ended || within)) return null;
	const text = spreadText(all.subarray(at, ended ? end - 1 : end), within);
	return text === null || !ended ? text : `${text}\n`;
};

/** A later program or file has a mark of its own, at the start of its first line. */
const isMark = (all: Uint8Array, at: number): boolean =>
	all[at] === 0xef && all[at + 1] === 0xbb && all[at + 2] === 0xbf;

/** The text of a line that isn't shown as its bytes are; null: it is. */
const drawn = (
	all: Uint8Array,
	at: number,
	{ end, kind }: Line,
	page: number | null,
	seen: Set<string>,
): string | null => {
	if ((kind & binary) !== 0) return null;
	const marked = isMark(all, at);
	const bytes = all.subarray(marked ? at + 3 : at, end);
	if ((kind & high) !== 0 && (!marked || bytes.some((byte) => byte >= 0x80))) {
		const other = page === null || isUtf8(bytes) ? null : pageOf(page);
		seen.add(other?.name ?? "UTF-8");
		if (other) return other.decode(bytes);
	}
	return (kind & moves) === 0 && !marked ? null : utf8Text(bytes);
};

const joined = (a: Uint8Array, b: Uint8Array): Uint8Array => {
	if (!a.length) return b;
	if (!b.length) return a;
	const all = new Uint8Array(a.length + b.length);
	all.set(a);
	all.set(b, a.length);
	return all;
};
