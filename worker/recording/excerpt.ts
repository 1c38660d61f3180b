// What of a recording's output is shown on a card: first lines or last ones, as text.
import { concat } from "../../protocol/bytes.ts";
import type { RecordingStore } from "./store.ts";

/** Bytes looked at for an excerpt; the card's own limit is below that. */
export const excerptBytes = 4_096;
const tailLines = 5;

// Not fatal: what is no UTF-8 is shown as U+FFFD here; the record has the bytes.
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
