// A run's records as what is shown: rows in order of arrival, each a line of one stream or a note; used by the server and the
// browser.
import { html } from "hono/html";
import { readerState } from "../../domain/output/blocks.ts";
import { together } from "../../domain/output/readable.ts";
import type { Carried, Reached } from "../../protocol/read/blocks.ts";
import type { Reading } from "../../protocol/read/reading.ts";
import type { RecordKind, Stream } from "../../protocol/record/records.ts";
import { type Html, shown } from "../html/escape.ts";
import type { InsideNote } from "./inside-notes.ts";
import { notePart } from "./note.ts";
import { type How, type Line, type StreamReader, streamReader } from "./stream.ts";

/** A row. `at`: the agent's clock, µs since 1970; `sign`: what the margin has beside a note. */
export type Row = { at: number } & (
	| ({ stream: Stream } & Line)
	| { stream: "note"; html: Html; sign: InsideNote["sign"] }
);

/** What the viewer needs of a record: `note` is an event in words, `last` says that it is the end record. */
export type Shown = {
	kind: RecordKind;
	at: number;
	/** Of its bytes in their stream. */
	offset: number;
	length: number;
	bytes: Uint8Array | null;
	note: string | null;
	/** What the shell reported, if the record holds that. */
	inside: InsideNote[];
	/** Processes that the step left running. */
	left: boolean;
	last: boolean;
};

/** Reads a run's records in their order. */
export type OutputReader = {
	/** Whole lines; an unfinished one is held until it ends, or until something else is to be shown after it. */
	read(record: Shown): Row[];
	/** The line that is held, as it is now: it goes when more is read. */
	open(): Row[];
	/** The line that is held, where the block ends. */
	close(): Row[];
	/** How both streams were read so far. */
	reading(): Reading;
};

/** Where a block begins. */
export type Opening = Reached & { carried: Record<Stream, Carried | null> };

/** `from`: where reading begins; the start of the output by itself. */
export const outputReader = (how: How, from?: Opening): OutputReader => {
	const reader = (stream: Stream) => streamReader(how, from && beginOf(from, stream));
	const readers = { stdout: reader("stdout"), stderr: reader("stderr") };
	let open: { stream: Stream; at: number } | null = null;
	const closed = (): Row[] => (open ? rows(open.stream, open.at, readers[open.stream].flush()) : []);
	return {
		read(record) {
			if (record.kind === "event") return noted(record, readers, closed);
			const { kind: stream, at } = record;
			const before = open && open.stream !== stream ? closed() : [];
			open = { stream, at };
			return [...before, ...output(record, stream, readers[stream])];
		},
		open: () => (open ? rows(open.stream, open.at, readers[open.stream].peek()) : []),
		close: closed,
		reading: () => together(readers.stdout.reading(), readers.stderr.reading()),
	};
};

const beginOf = (from: Opening, stream: Stream) => ({
	offset: from[stream],
	line: from.lines[stream],
	state: readerState(from.carried[stream], from[stream]),
});

const rows = (stream: Stream, at: number, lines: Line[]): Row[] =>
	lines.map((line) => ({ stream, at, ...line }));

const output = ({ at, bytes, offset, length }: Shown, stream: Stream, reader: StreamReader): Row[] => {
	if (bytes) return rows(stream, at, reader.read(bytes, offset));
	const gone = html`<span class="gone">${length} bytes erased</span>`;
	return [...rows(stream, at, reader.end()), ...rows(stream, at, reader.instead(gone, offset))];
};

/** Rows in their order; where another stream goes on, its name is in the margin. `run`: for the address of each line. */
export const rowsHtml = (run: string, all: Row[], before: Row["stream"] | null = null): Html =>
	html`${all.map((row, i) => rowHtml(run, row, (i === 0 ? before : all[i - 1]?.stream) !== row.stream))}`;

const marks = { stdout: "out", stderr: "err" } as const;

/** A line's number is no stop of the tab key: the box is one, and has thousands of them. */
const rowHtml = (run: string, row: Row, turns: boolean): Html => {
	const at = Math.floor(row.at / 1000);
	if (row.stream === "note")
		return html`<div class="row note ${row.sign}"${row.sign === "left" ? html` id="${leftAnchor(run)}"` : ""} data-at="${at}"><span class="no"></span><span class="mark">${signs[row.sign]}</span><div class="text">${row.html}</div></div>`;
	const { stream, offset, line, first, ended } = row;
	const number = first
		? html`<a class="no" tabindex="-1" href="#${run}.${stream}.${offset}" data-no="${line + 1}" aria-label="Line ${line + 1} of ${stream}"></a>`
		: html`<span class="no on" title="Line ${line + 1} goes on: it is shown in pieces"></span>`;
	return html`<div class="row ${stream}${ended ? " ended" : ""}" data-at="${at}" data-offset="${offset}">${number}<span class="mark">${turns ? marks[stream] : ""}</span><div class="text">${row.html}${ended ? "\n" : ""}</div></div>`;
};

/** The place where a step's end tells what it left running. */
export const leftAnchor = (run: string): string => `${run}-left`;

const signs = { note: "•", error: "!", exit: "≠", asks: "?", left: "…" } as const satisfies Record<
	InsideNote["sign"],
	string
>;

const noted = (record: Shown, readers: Record<Stream, StreamReader>, closed: () => Row[]): Row[] => {
	const { at, note, inside } = record;
	if (record.last)
		return (["stdout", "stderr"] as const).flatMap((stream) => rows(stream, at, readers[stream].end()));
	if (inside.length > 0)
		return [
			...closed(),
			...inside.map((one): Row => ({ stream: "note", at, html: notePart(one), sign: one.sign })),
		];
	if (note === null) return [];
	return [
		...closed(),
		{ stream: "note", at, html: html`${shown(note)}`, sign: record.left ? "left" : "note" },
	];
};
