// A stream's bytes as the lines that people read, each with the place of its first byte.
import { readableReader, textOf } from "../../domain/output/readable.ts";

/** A line, or a piece of one that is very long: the next one then goes on with it. `place`: see `Block`. */
export type Line = { text: string; place: number; goesOn: boolean };

export type LineReader = {
	/** The next bytes of the stream. */
	read(bytes: Uint8Array): Line[];
	/** Bytes that are gone: what comes next begins a line. */
	skip(length: number): Line[];
	end(): Line[];
};

/** UTF-16 units of a line's piece. */
const pieceLength = 8_192;
/** So many bytes are read at a time, up to the end of their last line. */
const sliceBytes = 32_768;

const lineFeed = 0x0a;

/** `page`: the code page of what isn't UTF-8. `from`: where the stream begins, in bytes. */
export const lineReader = (page: number | null, from = 0): LineReader => {
	let reader = readableReader(page);
	/** The unfinished line as far as it is drawn, and where it began. */
	let open = { text: "", place: from };
	/** Where the lines after it begin: their line feeds were read, and aren't drawn yet. */
	let starts: number[] = [];
	/** How far it read. */
	let at = from;
	/** A piece of the open line was given already. */
	let within = false;

	const drawn = (text: string): Line[] => {
		const lines: Line[] = [];
		const parts = text.split("\n");
		for (const [i, part] of parts.entries()) {
			open.text += part;
			if (i < parts.length - 1) {
				lines.push({ ...open, goesOn: false });
				open = { text: "", place: starts.shift() ?? at };
				within = false;
			}
			while (open.text.length > pieceLength) {
				const piece = wholeStart(open.text);
				lines.push({ text: piece, place: open.place, goesOn: true });
				within = true;
				// Exact where the bytes are UTF-8 without colours, and else near enough.
				open = { text: open.text.slice(piece.length), place: Math.min(at, open.place + utf8Length(piece)) };
			}
		}
		return lines;
	};
	const readSlice = (bytes: Uint8Array): Line[] => {
		for (let i = bytes.indexOf(lineFeed); i >= 0; i = bytes.indexOf(lineFeed, i + 1))
			starts.push(at + i + (bytes[i + 1] === 0 ? 2 : 1));
		at += bytes.length;
		const lines = drawn(reader.read(bytes).map(textOf).join(""));
		// All is drawn: whatever was miscounted in other encodings is forgotten.
		if (open.text === "" && bytes.at(-1) === lineFeed && starts.length <= 1) {
			open.place = at;
			starts = [];
		}
		return lines;
	};
	const end = (): Line[] => {
		const lines = drawn(reader.end().map(textOf).join(""));
		if (open.text !== "" || within) lines.push({ ...open, goesOn: false });
		open = { text: "", place: at };
		within = false;
		starts = [];
		return lines;
	};
	return {
		read: (bytes) => slices(bytes).flatMap(readSlice),
		skip: (length) => {
			const lines = end();
			reader = readableReader(page);
			at += length;
			open.place = at;
			return lines;
		},
		end,
	};
};

const slices = (bytes: Uint8Array): Uint8Array[] => {
	const all: Uint8Array[] = [];
	for (let at = 0; at < bytes.length; ) {
		const slice = bytes.subarray(at, at + sliceBytes);
		const lines = at + slice.length < bytes.length ? slice.lastIndexOf(lineFeed) + 1 : 0;
		all.push(lines > 0 ? slice.subarray(0, lines) : slice);
		at += lines || slice.length;
	}
	return all;
};

/** No character is cut in two. */
const wholeStart = (text: string): string => {
	const last = text.charCodeAt(pieceLength - 1);
	return text.slice(0, last >= 0xd800 && last < 0xdc00 ? pieceLength - 1 : pieceLength);
};

const encoder = new TextEncoder();
/** In bytes. */
export const utf8Length = (text: string): number => encoder.encode(text).length;
