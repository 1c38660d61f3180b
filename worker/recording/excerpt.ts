// The part of a recording's output that a card shows: first or last lines, as text.
import { concat } from "../../protocol/bytes.ts";
import type { Stream } from "../../protocol/record/records.ts";
import type { RecordingStore } from "./store.ts";

/** Bytes looked at for an excerpt; the card's own limit is below that. */
export const excerptBytes = 4_096;
const tailLines = 5;

// Not fatal: invalid UTF-8 is shown as U+FFFD here; the record has the bytes.
const text = (bytes: Uint8Array): string => new TextDecoder("utf-8").decode(bytes);

/** The first bytes of all output in order of arrival, and how much output was looked at for it. */
export const firstOutput = (store: RecordingStore): { excerpt: string; seen: number } => {
	const pieces: Uint8Array[] = [];
	let seen = 0;
	for (const { n, kind, length } of store.list(0, 200)) {
		if (kind === "event" || length === 0) continue;
		if (seen >= excerptBytes) break;
		pieces.push((store.at(n)?.payload ?? new Uint8Array()).subarray(0, excerptBytes - seen));
		seen += length;
	}
	return { excerpt: text(concat(...pieces)), seen };
};

/** The last bytes of all output in order of arrival. */
export const lastBytes = (store: RecordingStore): Uint8Array<ArrayBuffer> => {
	const pieces: Uint8Array[] = [];
	let seen = 0;
	for (const n of store.lastOutput(50)) {
		if (seen >= excerptBytes) break;
		const piece = (store.at(n)?.payload ?? new Uint8Array()).slice(-(excerptBytes - seen));
		pieces.unshift(piece);
		seen += piece.length;
	}
	return concat(...pieces);
};

/** The last lines of them. */
export const lastLines = (bytes: Uint8Array): string =>
	text(bytes)
		.split("\n")
		.slice(-tailLines - 1)
		.join("\n");

/** So much output is read once more when a run ends, off the way of the records: 20 ms or so. */
const readAgain = { records: 5_000, bytes: 8 * 1_048_576 };

/** All records of output of this part; null if they are too many to be read again. */
export const outputAgain = (store: RecordingStore): { n: number; kind: Stream }[] | null => {
	const records = store.list(0, readAgain.records + 1);
	const output = records.flatMap(({ n, kind, length }) =>
		kind === "event" || length === 0 ? [] : [{ n, kind, length }],
	);
	const bytes = output.reduce((sum, { length }) => sum + length, 0);
	return records.length > readAgain.records || bytes > readAgain.bytes ? null : output;
};

/** How many lines this part's output has in all, a last one without a line feed included; null if it is too much. */
export const lineCount = (store: RecordingStore): number | null => {
	const output = outputAgain(store);
	if (!output) return null;
	const open = new Set<string>();
	let lines = 0;
	for (const { n, kind } of output) {
		const payload = store.at(n)?.payload ?? new Uint8Array();
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
