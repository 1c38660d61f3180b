// The part of a recording's output that a card shows: first or last lines, as people read it.
import { codePageOf } from "../../domain/output/pages.ts";
import { readableReader, textOf, together } from "../../domain/output/readable.ts";
import type { Drawn } from "../../domain/output/terminal.ts";
import { masked } from "../../domain/secrets.ts";
import type { Reading } from "../../protocol/read/reading.ts";
import type { Stream } from "../../protocol/record/records.ts";
import type { Excerpt, OutputPiece } from "../contracts/values/recording.ts";
import { tryEvent } from "./events.ts";
import type { RecordingStore } from "./store.ts";

/** Characters of an excerpt; the card's own limit is below that. */
const excerptLength = 4_096;
/** So much is looked at for its first lines: a spinner writes far more than it leaves. */
const first = { records: 2_000, bytes: 1_048_576 };
/** So much for its last lines. */
const last = { records: 200, bytes: 16_384 };

/** The code page that the run's context names, where this part has it. */
export const pageIn = (store: RecordingStore): number | null => {
	const n = store.context();
	const payload = n ? store.at(n)?.payload : null;
	const event = payload ? tryEvent(payload) : null;
	return event?.type === "context" ? codePageOf(event.facts) : null;
};

/** The first output in order of arrival. */
export const firstOutput = (store: RecordingStore): Excerpt => {
	const output = outputIn(store, first.records);
	const reader = inOrder(pageIn(store));
	let [text, seen, complete] = ["", 0, output.complete];
	for (const { n, kind, length } of output.records) {
		if (seen >= first.bytes) {
			complete = false;
			break;
		}
		const part = reader.read({ stream: kind, bytes: store.at(n)?.payload ?? none });
		if (text.length <= excerptLength) text += part;
		seen += length;
	}
	const rest = reader.end();
	if (text.length <= excerptLength) text += rest;
	text = bytesSaid(text);
	complete &&= text.length <= excerptLength;
	return { excerpt: text.slice(0, excerptLength).toWellFormed(), seen, complete, reading: reader.reading() };
};

/** The last output in order of arrival: pieces of it, to be put before what a later part has. */
export const lastPieces = (
	store: RecordingStore,
	numbers = store.lastOutput(last.records),
): OutputPiece[] => {
	const pieces: OutputPiece[] = [];
	let seen = 0;
	for (const n of numbers) {
		if (seen >= last.bytes) break;
		const { payload, kind, offset } = store.at(n) ?? { payload: null, kind: "event", offset: 0 };
		if (kind === "event") continue;
		const bytes = payload ?? none;
		// A character of UTF-16 begins at an even place.
		const from = Math.max(0, bytes.length - (last.bytes - seen));
		const even = from > 0 && (offset + from) % 2 === 1 ? from + 1 : from;
		pieces.unshift({ stream: kind, whole: offset + even === 0, bytes: bytes.slice(even) });
		seen += bytes.length - even;
	}
	return pieces;
};

/** These and what comes after them, no more than is looked at for last lines. */
export const withLater = (before: OutputPiece[], own: OutputPiece[]): OutputPiece[] => {
	const all = [...before, ...own];
	let room = last.bytes;
	const from = all.findLastIndex(({ bytes }) => {
		room -= bytes.length;
		return room < 0;
	});
	return all.slice(Math.max(0, from));
};

/** Whether last lines need nothing of an earlier part. */
export const isEnough = (pieces: OutputPiece[]): boolean =>
	pieces.reduce((sum, { bytes }) => sum + bytes.length, 0) >= last.bytes;

/** At most so many of their last lines. Secrets are masked in all that is looked at: the line that tells that a value is one, such as a
 * table's heading, may be further up. */
export const lastLines = (pieces: OutputPiece[], page: number | null, lines: number): string => {
	const reader = inOrder(page);
	const begun = new Set<Stream>();
	let text = "";
	for (const { stream, whole, bytes } of pieces) {
		const from = whole || begun.has(stream) ? 0 : lineStart(bytes);
		begun.add(stream);
		text += reader.read({ stream, bytes: bytes.subarray(from) });
	}
	text = masked(text + reader.end());
	const end = text.endsWith("\n") ? text.length - 1 : text.length;
	let at = end;
	for (let i = 0; i < lines && at > 0; i++) at = text.lastIndexOf("\n", at - 1);
	return bytesSaid(text.slice(at + 1 || 0))
		.slice(-excerptLength)
		.toWellFormed();
};

/** At most so many of the last lines of stderr alone, as far as this part has them. */
export const lastErrors = (store: RecordingStore, page: number | null, lines: number): string =>
	lastLines(lastPieces(store, store.lastOf("stderr", last.records)), page, lines);

/** Where the first whole line begins; 0: none does. */
const lineStart = (bytes: Uint8Array): number => {
	const end = bytes.indexOf(lineFeed) + 1;
	const at = end > 0 && bytes[end] === 0 ? end + 1 : end;
	return at === bytes.length ? 0 : at;
};

/** Both streams in order of arrival, as text. */
const inOrder = (page: number | null) => {
	const readers = { stdout: readableReader(page), stderr: readableReader(page) };
	let open: Stream | null = null;
	const text = (drawn: Drawn[]): string => drawn.map(textOf).join("");
	return {
		read({ stream, bytes }: Pick<OutputPiece, "stream" | "bytes">): string {
			const before = open && open !== stream ? text(readers[open].flush()) : "";
			open = stream;
			return before + text(readers[stream].read(bytes));
		},
		end: (): string => (["stdout", "stderr"] as const).map((stream) => text(readers[stream].end())).join(""),
		reading: (): Reading => together(readers.stdout.reading(), readers.stderr.reading()),
	};
};

const none = new Uint8Array(0);

/** Bytes that are no text, which a database can't hold as such, as `\xff`. */
const bytesSaid = (text: string): string =>
	text.replaceAll(
		/[\udc80-\udcff]/gu,
		(byte) => `\\x${(byte.charCodeAt(0) - 0xdc00).toString(16).padStart(2, "0")}`,
	);

/** The first records with output; `complete`: there are no more. */
const outputIn = (store: RecordingStore, most: number) => {
	const all = store.list(0, most + 1);
	const records = all
		.slice(0, most)
		.flatMap(({ n, kind, length }) => (kind === "event" || length === 0 ? [] : [{ n, kind, length }]));
	return { records, complete: all.length <= most };
};

/** So much output is read once more when a run ends, off the way of the records: 20 ms or so. */
const readAgain = { records: 5_000, bytes: 8 * 1_048_576 };

/** All records of output of this part; null if they are too many to be read again. */
export const outputAgain = (store: RecordingStore): { n: number; kind: Stream }[] | null => {
	const { records, complete } = outputIn(store, readAgain.records);
	const bytes = records.reduce((sum, { length }) => sum + length, 0);
	return complete && bytes <= readAgain.bytes ? records : null;
};

/** How many lines this part's output has in all, a last one without a line feed included; null if it is too much. */
export const lineCount = (store: RecordingStore): number | null => {
	const output = outputAgain(store);
	if (!output) return null;
	const open = new Set<string>();
	let lines = 0;
	for (const { n, kind } of output) {
		const payload = store.at(n)?.payload ?? none;
		lines += lineFeeds(payload);
		if (payload.at(-1) === lineFeed) open.delete(kind);
		else open.add(kind);
	}
	return lines + open.size;
};

const lineFeed = 10;

const lineFeeds = (bytes: Uint8Array): number => {
	let found = 0;
	for (let at = bytes.indexOf(lineFeed); at !== -1; at = bytes.indexOf(lineFeed, at + 1)) found++;
	return found;
};
