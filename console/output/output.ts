// A run's records as what is shown: strips of one stream each, in order of arrival; used by the server and the browser.
import { html } from "hono/html";
import { together } from "../../domain/output/readable.ts";
import type { Reading } from "../../protocol/read/reading.ts";
import type { RecordKind, Stream } from "../../protocol/record/records.ts";
import { type Html, shown } from "../html/escape.ts";
import { type How, type Part, type StreamReader, streamReader } from "./stream.ts";

/** How a record is shown: escaped HTML. `fresh`: it begins a new strip. `at`: the agent's clock, µs since 1970. */
export type Piece = { stream: Stream | "note"; at: number; fresh: boolean; html: Html };

/** What the viewer needs of a record: `note` is an event in words, `last` says that it is the end record. */
export type Shown = {
	kind: RecordKind;
	at: number;
	length: number;
	bytes: Uint8Array | null;
	note: string | null;
	last: boolean;
};

/** Reads a run's records in their order, page after page. */
export type OutputReader = {
	/** Whole lines; an unfinished one is held until it ends, or until something else is to be shown after it. */
	read(record: Shown): Piece[];
	/** The line that is held, as it is now: it goes when more is read. */
	open(): Piece[];
	/** How both streams were read so far. */
	reading(): Reading;
};

export const outputReader = (how: How): OutputReader => {
	const readers = { stdout: streamReader(how), stderr: streamReader(how) };
	const strip = stripper();
	let open: { stream: Stream; at: number } | null = null;
	const closed = (): Raw[] => {
		const parts = open ? readers[open.stream].flush() : [];
		return open ? inPiece(open.stream, open.at, parts) : [];
	};
	return {
		read(record) {
			if (record.kind === "event") return noted(record, readers, closed).map(strip.next);
			const { kind: stream, at } = record;
			const before = open && open.stream !== stream ? closed() : [];
			open = { stream, at };
			return [...before, ...output(record, stream, readers[stream])].map(strip.next);
		},
		open: () =>
			open ? inPiece(open.stream, open.at, readers[open.stream].peek()).map(strip.copy().next) : [],
		reading: () => together(readers.stdout.reading(), readers.stderr.reading()),
	};
};

const output = ({ at, bytes, length }: Shown, stream: Stream, reader: StreamReader): Raw[] =>
	bytes
		? inSlices(bytes).flatMap((slice) => inPiece(stream, at, reader.read(slice)))
		: inPiece(stream, at, [...reader.end(), erased(length)]);

const inPiece = (stream: Stream, at: number, parts: Part[]): Raw[] =>
	parts.length > 0 ? [{ stream, at, parts }] : [];

/** So much at a time, to its last line's end if it has one: a browser lays out what is in sight, strip by strip. */
const inSlices = (bytes: Uint8Array): Uint8Array[] => {
	const slices: Uint8Array[] = [];
	for (let at = 0; at < bytes.length; ) {
		const slice = bytes.subarray(at, at + sliceBytes);
		const lines = at + slice.length < bytes.length ? slice.lastIndexOf(0x0a) + 1 : 0;
		slices.push(lines > 0 ? slice.subarray(0, lines) : slice);
		at += lines || slice.length;
	}
	return slices;
};
const sliceBytes = 32_768;

/** Pieces as strips; the first may continue what is there already, and then comes without its strip. */
export const strips = (pieces: Piece[]): { continued: Html; strips: Html } => {
	const first = pieces.findIndex((piece) => piece.fresh);
	const continued = first < 0 ? pieces : pieces.slice(0, first);
	const groups: Piece[][] = [];
	for (const piece of first < 0 ? [] : pieces.slice(first))
		if (piece.fresh) groups.push([piece]);
		else groups.at(-1)?.push(piece);
	return { continued: html`${continued.map(pieceHtml)}`, strips: html`${groups.map(stripHtml)}` };
};

type Raw = { stream: Piece["stream"]; at: number; parts: Part[] };

const stripHtml = (pieces: Piece[]): Html => {
	const stream = pieces[0]?.stream ?? "note";
	return html`<div class="strip ${stream}"><span class="mark">${mark[stream]}</span><div class="bytes">${pieces.map(pieceHtml)}</div></div>`;
};

const mark = { stdout: "out", stderr: "err", note: "•" } as const;

const pieceHtml = ({ at, html: inner }: Piece): Html =>
	html`<span class="rec" data-at="${Math.floor(at / 1000)}">${inner}</span>`;

const long = 32_000;
const tooLong = 4 * long;

/** Decides where strips begin: with another stream, at a line's start once a strip is long, anywhere once it is too long. */
const stripper = (last: { stream: Piece["stream"]; length: number; lineEnd: boolean } | null = null) => ({
	next({ stream, at, parts }: Raw): Piece {
		const text = parts.map((part) => part.text).join("");
		const full = last !== null && last.length > (last.lineEnd ? long : tooLong);
		const fresh = last?.stream !== stream || stream === "note" || full;
		last = { stream, length: (fresh ? 0 : (last?.length ?? 0)) + text.length, lineEnd: text.endsWith("\n") };
		return { stream, at, fresh, html: html`${parts.map((part) => part.html)}` };
	},
	copy: () => stripper(last),
});

const erased = (length: number): Part => ({
	text: "?",
	html: html`<span class="gone">${length} bytes erased</span>`,
});

const noted = (record: Shown, readers: Record<Stream, StreamReader>, closed: () => Raw[]): Raw[] => {
	const { at, note } = record;
	if (record.last)
		return (["stdout", "stderr"] as const).flatMap((stream) => inPiece(stream, at, readers[stream].end()));
	if (note === null) return [];
	return [...closed(), { stream: "note", at, parts: [{ text: note, html: html`${shown(note)}` }] }];
};
