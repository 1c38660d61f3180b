// JSON as it is stored: packed against a fixed dictionary, since most of an event's or a card's text is the same in all of them.
// Nothing is lost: what comes out are the bytes that went in. Each is packed by itself, so an erasure takes it alone.
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { concat } from "../../protocol/bytes.ts";
import { dictionary1, dictionary2 } from "./dictionary.ts";

/** By the first byte of what is packed with it. JSON never begins with one. */
const dictionaries = new Map([
	[1, dictionary1],
	[2, dictionary2],
]);
const newest = 2;
const brace = 0x7b;
/** Shorter ones don't get shorter. */
const least = 64;

/** A JSON object's bytes, packed if that is shorter; anything else as it is. */
export const pack = (bytes: Uint8Array): Uint8Array => {
	if (bytes.length < least || bytes[0] !== brace) return bytes;
	const packed = deflateRawSync(bytes, { dictionary: dictionary2, level: 9 });
	return packed.length + 1 < bytes.length ? concat(Uint8Array.of(newest), packed) : bytes;
};

/** What was packed, or was stored as it is. What can't be unpacked comes as it is: whoever checks it finds that it was changed. */
export const unpack = (stored: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> => {
	const dictionary = dictionaries.get(stored[0] ?? 0);
	if (!dictionary) return stored;
	try {
		return Uint8Array.from(inflateRawSync(stored.subarray(1), { dictionary }));
	} catch {
		return stored;
	}
};
