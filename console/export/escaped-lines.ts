// A stream's bytes as escaped, indented lines: from bytes to bytes, so that hundreds of megabytes of noise pass quickly.
// The result is what `plain` and the indenter make of the stream's text with its lines' ends as one character, wherever its
// bytes are cut.

import { pointAt, sequence, wholeCharacters } from "../../domain/output/utf8.ts";
import { concat, utf8 } from "../../protocol/bytes.ts";
import { hiddenCount, plain } from "../html/escape.ts";
import { margin } from "./indent.ts";

/** `add` reads the next bytes of the stream, `addText` text in their place; `end` gives what is left of a character or a line's
 * end that never ended; `open` tells whether the last line lacks its end, and `newLine` ends it. */
export const escapedLines = () => {
	const characters = wholeCharacters();
	const state: State = { lineStart: true, after: nothing };
	let held = none;
	const take = (bytes: Uint8Array): Uint8Array => {
		const all = held.length > 0 ? concat(held, bytes) : bytes;
		held = all[all.length - 1] === carriageReturn ? Uint8Array.of(carriageReturn) : none;
		return all.subarray(0, all.length - held.length);
	};
	const left = (): Uint8Array => {
		const rest = concat(held, characters.left());
		held = none;
		return rest;
	};
	return {
		add: (bytes: Uint8Array): Uint8Array => escaped(take(characters.take(bytes)), state),
		addText: (text: string): Uint8Array => escaped(utf8(plain(text)), state),
		end: (): Uint8Array => escaped(left(), state),
		newLine: (): Uint8Array => escaped(Uint8Array.of(lineFeed), state),
		open: (): boolean => !state.lineStart,
	};
};

/** What the bytes so far leave open. `after`: the last character, as far as a selector or a joiner may follow it. */
type State = { lineStart: boolean; after: number };

const none = new Uint8Array(0);
const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const indent = utf8(margin);
/** What a byte becomes: itself, or `\xff`, four bytes here either way. */
const formBytes = 4;
/** A line feed is the longest, with the indentation after it; a character's escape takes less than that for each byte. */
const mostPerByte = 1 + indent.length;

const escaped = (bytes: Uint8Array, state: State): Uint8Array => {
	if (bytes.length === 0) return bytes;
	const out = new Uint8Array(bytes.length * mostPerByte + indent.length + formBytes);
	const view = new DataView(out.buffer);
	let to = state.lineStart ? put(out, 0, indent) : 0;
	let emojiEnd = state.after === emoji ? 0 : -1;
	let selectorEnd = state.after === selector ? 0 : -1;
	for (let at = 0; at < bytes.length; ) {
		const byte = bytes[at] ?? 0;
		// A line's end of two characters is one here.
		if (byte === carriageReturn && bytes[at + 1] === lineFeed) {
			at++;
			continue;
		}
		const length = lone[byte] === 1 ? 1 : sequence(bytes, at);
		if (length > 1) {
			const point = pointAt(bytes, at, length);
			const sort = sortOf(point);
			const onEmoji = at === emojiEnd;
			const kept =
				sort === joiner ? onEmoji || at === selectorEnd : sort === selector ? onEmoji : sort !== hidden;
			to = put(out, to, kept ? bytes.subarray(at, at + length) : escapeOf(point));
			at += length;
			if (sort === emoji) emojiEnd = at;
			if (sort === selector && kept) selectorEnd = at;
			continue;
		}
		// Always four, as a branch for each byte would cost more; what follows is written over those that are too many.
		view.setUint32(to, forms[byte] ?? 0);
		to += formLengths[byte] ?? 0;
		at++;
		if (byte === lineFeed && at < bytes.length) to = put(out, to, indent);
	}
	state.lineStart = bytes[bytes.length - 1] === lineFeed;
	if (emojiEnd === bytes.length) state.after = emoji;
	else state.after = selectorEnd === bytes.length ? selector : nothing;
	return out.subarray(0, to);
};

const put = (out: Uint8Array, to: number, bytes: Uint8Array): number => {
	for (let i = 0; i < bytes.length; i++) out[to + i] = bytes[i] ?? 0;
	return to + bytes.length;
};

const everyByte = Array.from({ length: 256 }, (_, byte) => byte);
const form = (byte: number): string => plain(String.fromCharCode(byte < 0x80 ? byte : 0xdc00 + byte));
const forms = Uint32Array.from(everyByte, (byte) =>
	new DataView(utf8(form(byte).padEnd(formBytes)).buffer).getUint32(0),
);
const formLengths = Uint8Array.from(everyByte, (byte) => form(byte).length);
/** Bytes that never begin a character of several. */
const lone = Uint8Array.from(everyByte, (byte) => (byte < 0xc2 || byte > 0xf4 ? 1 : 0));

const escapeOf = (point: number): Uint8Array => utf8(plain(String.fromCodePoint(point)));

const [nothing, seen, hidden, emoji, selector, joiner] = [0, 1, 2, 3, 4, 5];
/** The kind of each code point; 0 until it is met. */
const sorts = new Uint8Array(0x110000);
const sortOf = (point: number): number => {
	const known = sorts[point] ?? 0;
	if (known > 0) return known;
	const sort = judged(String.fromCodePoint(point));
	sorts[point] = sort;
	return sort;
};

const zeroWidthJoiner = "\u200d";
const emojiSelector = "\ufe0f";
const judged = (character: string): number => {
	if (character === zeroWidthJoiner) return joiner;
	if (character === emojiSelector) return selector;
	if (hiddenCount(character) > 0) return hidden;
	return hiddenCount(character + zeroWidthJoiner) === 0 ? emoji : seen;
};
