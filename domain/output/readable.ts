// A stream as people read it: its bytes in their encoding, its lines as a terminal would leave them. The same on card, page and
// export, wherever the bytes are cut; in little memory, whatever comes.
import type { Reading } from "../../protocol/read/reading.ts";
import { type SegmentState, segmentReader } from "./segments.ts";
import { type Drawn, type TerminalState, terminal, terminalFrom } from "./terminal.ts";
import { utf8Text } from "./utf8.ts";

export type ReadableStreamReader = {
	/** Whole lines; an unfinished one is held. */
	read(bytes: Uint8Array): Drawn[];
	/** The unfinished line as it is now, when something else is to be shown after it; what comes later begins a new one. */
	flush(): Drawn[];
	/** The rest of the stream. */
	end(): Drawn[];
	/** What `end` would give, while reading goes on. */
	peek(): Drawn[];
	reading(): Reading;
	/** What another reader needs to go on from here, after `flush`. */
	carried(): ReaderState;
};

export type ReaderState = SegmentState & TerminalState;

/** `page`: the code page of what isn't UTF-8; null: none. `from`: where an earlier reader stopped; else at the stream's start. */
export const readableReader = (page: number | null, from?: ReaderState): ReadableStreamReader => {
	const segments = segmentReader(page, from);
	const screen = from ? terminalFrom(from) : terminal();
	return {
		read: (bytes) => segments.read(bytes).flatMap(screen.draw),
		flush: () => [...segments.flush().flatMap(screen.draw), ...screen.flush()],
		end: () => [...segments.end().flatMap(screen.draw), ...screen.end()],
		peek: () => {
			const ahead = screen.copy();
			return [...segments.peek().flatMap(ahead.draw), ...ahead.end()];
		},
		reading: () => ({
			as: segments.encodings(),
			overdrawn: screen.overdrawn(),
			...(screen.undrawn() && { undrawn: true }),
		}),
		carried: () => ({ ...segments.carried(), ...screen.carried() }),
	};
};

/** How several streams were read, together. */
export const together = (...readings: Reading[]): Reading => ({
	as: [...new Set(readings.flatMap(({ as }) => as))],
	overdrawn: readings.some(({ overdrawn }) => overdrawn),
	...(readings.some(({ undrawn }) => undrawn) && { undrawn: true }),
});

/** Bytes in their encoding, with nothing drawn over. */
export const decodedText = (bytes: Uint8Array, page: number | null): string => {
	const reader = segmentReader(page);
	return [...reader.read(bytes), ...reader.end()]
		.map((segment) => ("bytes" in segment ? utf8Text(segment.bytes) : segment.text))
		.join("");
};

/** Without its colours. */
export const textOf = (drawn: Drawn): string =>
	"bytes" in drawn ? utf8Text(drawn.bytes).replaceAll("\r\n", "\n") : drawn.text;
