// A run's records as what is shown: strips of one stream each, in order of arrival; used by the server and the browser.
import { html } from "hono/html";
import type { RecordKind, Stream } from "../../protocol/record/records.ts";
import { type Html, shown } from "../html/escape.ts";
import { type InsideNote, notePart } from "./inside-notes.ts";
import { type Part, streamReader } from "./stream.ts";

/** How a record is shown: escaped HTML. `fresh`: it begins a new strip. `at`: the agent's clock, µs since 1970. */
export type Piece = { stream: Stream | "note"; at: number; fresh: boolean; html: Html };

/** What the viewer needs of a record: `note` is an event in words, `last` says that it is the end record. */
export type Shown = {
	kind: RecordKind;
	at: number;
	length: number;
	bytes: Uint8Array | null;
	note: string | null;
	/** What the shell reported, if the record holds that. */
	inside: InsideNote[];
	last: boolean;
};

/** Reads a run's records in their order, page after page. */
export const outputReader = (): ((record: Shown) => Piece[]) => {
	const readers = { stdout: streamReader(), stderr: streamReader() };
	const strip = stripper();
	return (record) => {
		if (record.kind === "event") return noted(record, readers).map(strip);
		const { kind: stream, at } = record;
		const read = readers[stream];
		const slices = record.bytes
			? inSlices(record.bytes).map((slice) => read.read(slice))
			: [[...read.end(), erased(record.length)]];
		return slices.flatMap((parts) => (parts.length ? [strip({ stream, at, parts })] : []));
	};
};

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
const stripper = () => {
	let last: { stream: Piece["stream"]; length: number; lineEnd: boolean } | null = null;
	return ({ stream, at, parts }: Raw): Piece => {
		const text = parts.map((part) => part.text).join("");
		const full = last !== null && last.length > (last.lineEnd ? long : tooLong);
		const fresh = last?.stream !== stream || stream === "note" || full;
		last = { stream, length: (fresh ? 0 : (last?.length ?? 0)) + text.length, lineEnd: text.endsWith("\n") };
		return { stream, at, fresh, html: html`${parts.map((part) => part.html)}` };
	};
};

const erased = (length: number): Part => ({
	text: "?",
	html: html`<span class="gone">${length} bytes erased</span>`,
});

const noted = (record: Shown, readers: Record<Stream, ReturnType<typeof streamReader>>): Raw[] => {
	const { at, note } = record;
	if (record.last)
		return (["stdout", "stderr"] as const).flatMap((stream) => left(stream, at, readers[stream]));
	if (record.inside.length > 0)
		return record.inside.map((one) => ({ stream: "note", at, parts: [notePart(one)] }));
	return note === null ? [] : [{ stream: "note", at, parts: [{ text: note, html: html`${shown(note)}` }] }];
};

const left = (stream: Stream, at: number, reader: ReturnType<typeof streamReader>): Raw[] => {
	const parts = reader.end();
	return parts.length ? [{ stream, at, parts }] : [];
};
