// What of a recording's output is shown on a card: first lines or last ones, as text.
import type { RecordingStore } from "./store.ts";

/** Bytes looked at for an excerpt; the card's own limit is below that. */
const excerptBytes = 4_096;
const tailLines = 5;

const text = (pieces: Uint8Array[]): string => {
	// Not fatal: what is no UTF-8 is shown as U+FFFD here; the record has the bytes.
	const decoder = new TextDecoder("utf-8");
	return pieces.map((piece) => decoder.decode(piece, { stream: true })).join("") + decoder.decode();
};

/** The first bytes of all output in order of arrival, and whether that is all. */
export const firstOutput = (store: RecordingStore): { excerpt: string; whole: boolean } => {
	const pieces: Uint8Array[] = [];
	let seen = 0;
	for (const { n, kind, length } of store.list(0, 200)) {
		if (kind === "event" || length === 0) continue;
		if (seen >= excerptBytes) break;
		pieces.push((store.at(n)?.payload ?? new Uint8Array()).subarray(0, excerptBytes - seen));
		seen += length;
	}
	return {
		excerpt: text(pieces),
		whole: seen === store.total("stdout") + store.total("stderr") && seen <= excerptBytes,
	};
};

/** The last lines of all output. */
export const lastOutput = (store: RecordingStore): string => {
	const pieces: Uint8Array[] = [];
	let seen = 0;
	for (const n of store.lastOutput(50)) {
		if (seen >= excerptBytes) break;
		const piece = (store.at(n)?.payload ?? new Uint8Array()).slice(-(excerptBytes - seen));
		pieces.unshift(piece);
		seen += piece.length;
	}
	return text(pieces)
		.split("\n")
		.slice(-tailLines - 1)
		.join("\n");
};
