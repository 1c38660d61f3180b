// One stream line by line as escaped HTML: text with its colours; invisible characters and bytes that aren't text as chips.
import { html } from "hono/html";
import { type ReaderState, readableReader } from "../../domain/output/readable.ts";
import { type SegmentState, segmentReader } from "../../domain/output/segments.ts";
import { type Drawn, withoutSequences } from "../../domain/output/terminal.ts";
import { utf8Text, wholeCharacters } from "../../domain/output/utf8.ts";
import type { Reading } from "../../protocol/read/reading.ts";
import { type Html, hiddenCount, plain, shown } from "../html/escape.ts";

/** One line, or a piece of one. `offset`: of its first byte in the stream; `first`: it begins its line; `ended`: it ends it. */
export type Line = { offset: number; line: number; first: boolean; ended: boolean; html: Html };

export type StreamReader = {
	/** Whole lines; an unfinished one is held. `offset`: of these bytes in the stream. */
	read(bytes: Uint8Array, offset: number): Line[];
	/** The unfinished line, when something else is to be shown after it. */
	flush(): Line[];
	end(): Line[];
	/** In place of bytes that are gone. */
	instead(html: Html, offset: number): Line[];
	/** What `end` would give, while reading goes on. */
	peek(): Line[];
	reading(): Reading;
};

/** How output is read. `page`: the code page of what isn't UTF-8. `terminal`: as one would leave it; `text`: nothing is drawn over,
 * and sequences are left out; `raw`: every byte, and nothing takes effect. `controls`: sequences and line ends are shown. */
export type How = { page: number | null; as: "terminal" | "text" | "raw"; controls: boolean };
export const usual = { as: "terminal", controls: false } as const;

/** Where a reader begins: after so many bytes and lines of its stream. */
export type Begin = { offset: number; line: number; state: ReaderState | undefined };
export const streamBegin: Begin = { offset: 0, line: 0, state: undefined };

/** A line is shown in pieces of so many characters. */
const pieceLength = 16_384;
/** The reader gets no more at a time, so that a piece's place is about right. */
const feedBytes = 8_192;

export const streamReader = (how: How, begin = streamBegin): StreamReader => {
	const drawer = drawerOf(how, begin.state);
	let chips = 0;
	const draw = (text: string, classes: string): Html => {
		chips += hiddenCount(text);
		if (chips > mostChips) return html`<span class="binary">${plain(text)}</span>`;
		return classes ? html`<span class="${classes}">${shown(text)}</span>` : html`${shown(text)}`;
	};
	/** Where the lines begin that were read and not shown yet. */
	let starts = [begin.offset];
	let number = begin.line;
	let open: { first: boolean; parts: Html[]; length: number } = { first: true, parts: [], length: 0 };
	const take = (ended: boolean, from: number): Line => {
		if (ended && how.controls) open.parts.push(lineEnd);
		const line = {
			offset: starts[0] ?? from,
			line: number,
			first: open.first,
			ended,
			html: joined(open.parts),
		};
		if (ended) {
			starts.shift();
			number++;
		} else starts[0] = from;
		open = { first: ended, parts: [], length: 0 };
		return line;
	};
	/** `from`: where what isn't read yet begins. */
	const lines = (drawn: Drawn[], from: number): Line[] => {
		const all: Line[] = [];
		for (const one of drawn) {
			const pieces = textOf(one, how).split("\n");
			for (const [i, text] of pieces.entries()) {
				if (text !== "") open.parts.push(draw(text, one.classes));
				open.length += text.length;
				if (i < pieces.length - 1) all.push(take(true, from));
				else if (open.length >= pieceLength) all.push(take(false, from));
			}
		}
		return all;
	};
	let at = begin.offset;
	const rest = (drawn: Drawn[]): Line[] => {
		const all = lines(drawn, at);
		if (open.parts.length > 0) all.push(take(false, at));
		return all;
	};
	return {
		read(bytes, offset) {
			const all: Line[] = [];
			if (offset !== at) starts[starts.length - 1] = offset;
			at = offset;
			for (let from = 0; from < bytes.length; ) {
				const { end, isLine } = nextFeed(bytes, from, at, drawer.mode());
				at += end - from;
				if (isLine) starts.push(at);
				const found = lines(drawer.read(bytes.subarray(from, end)), at);
				// Where all is shown, what is held can't be counted wrong.
				if (isLine && found.at(-1)?.ended && open.length === 0) starts = [at];
				all.push(...found);
				from = end;
			}
			return all;
		},
		flush: () => rest(drawer.flush()),
		end: () => rest(drawer.end()),
		instead(gone, offset) {
			starts = [offset];
			open.parts.push(gone);
			return [take(false, offset)];
		},
		peek() {
			const before = { starts: [...starts], number, chips, open: { ...open, parts: [...open.parts] } };
			const all = rest(drawer.peek());
			({ starts, number, chips, open } = before);
			return all;
		},
		reading: drawer.reading,
	};
};

const lineFeed = 0x0a;
const lineEnd = html`<span class="chr" title="U+000A">\\x0a</span>`;

/** Up to the end of a line, or of a piece of a long one. `at`: where `from` is in the stream. */
const nextFeed = (
	bytes: Uint8Array,
	from: number,
	at: number,
	mode: SegmentState["mode"],
): { end: number; isLine: boolean } => {
	const most = Math.min(bytes.length, from + feedBytes);
	const isWide = mode === "le" || mode === "be" || (mode === "start" && bytes.includes(0));
	for (
		let feed = bytes.indexOf(lineFeed, from);
		feed >= 0 && feed < most;
		feed = bytes.indexOf(lineFeed, feed + 1)
	) {
		const isLow = (at + feed - from) % 2 === 0;
		// In UTF-16 half of another letter may look like one.
		if (isWide && bytes[isLow ? feed + 1 : feed - 1] !== 0) continue;
		return { end: isWide && isLow ? feed + 2 : feed + 1, isLine: true };
	}
	return { end: most, isLine: false };
};

const joined = (parts: Html[]): Html => (parts.length === 1 && parts[0] ? parts[0] : html`${parts}`);

type Drawer = {
	read(bytes: Uint8Array): Drawn[];
	flush(): Drawn[];
	end(): Drawn[];
	peek(): Drawn[];
	reading(): Reading;
	mode(): SegmentState["mode"];
};

const drawerOf = ({ page, as, controls }: How, state: ReaderState | undefined): Drawer => {
	if (as === "raw") return rawReader();
	if (as === "text" || controls) return textReader(page, controls, state);
	const reader = readableReader(page, state);
	return { ...reader, mode: () => reader.carried().mode };
};

const nothing: Reading = { as: [], overdrawn: false };

const rawReader = (): Drawer => {
	const characters = wholeCharacters();
	const all = (bytes: Uint8Array): Drawn[] => (bytes.length > 0 ? [{ bytes, classes: "" }] : []);
	return {
		read: (bytes) => all(characters.take(bytes)),
		flush: () => [],
		end: () => all(characters.left()),
		peek: () => [],
		reading: () => nothing,
		mode: () => "bytes",
	};
};

/** In its encoding, with nothing drawn over. */
const textReader = (page: number | null, controls: boolean, state: ReaderState | undefined): Drawer => {
	const segments = segmentReader(page, state);
	const drawn = (all: ReturnType<typeof segments.read>): Drawn[] =>
		all.map((one) =>
			"bytes" in one
				? { bytes: one.bytes, classes: "" }
				: { text: controls ? one.text : withoutSequences(one.text), classes: "" },
		);
	return {
		read: (bytes) => drawn(segments.read(bytes)),
		flush: () => drawn(segments.flush()),
		end: () => drawn(segments.end()),
		peek: () => drawn(segments.peek()),
		reading: () => ({ as: segments.encodings(), overdrawn: false }),
		mode: () => segments.carried().mode,
	};
};

/** A line's end of two characters is one line's end here; raw bytes and control characters have both. */
const textOf = (drawn: Drawn, { as, controls }: How): string => {
	const text = "bytes" in drawn ? utf8Text(drawn.bytes) : drawn.text;
	return as === "raw" || controls ? text : text.replaceAll("\r\n", "\n");
};

/** Output with more than these is shown escaped, but in one piece: a browser can't hold a chip for every byte. */
const mostChips = 1_000;
