// Bytes that arrive in pieces, read as UTF-8 without losing any: text where they are text, the bytes where not.

export type Part = string | Uint8Array;

/** Reads pieces of one stream; a character cut in two by a piece's end is kept until the next. `end` gives what is left. */
export const utf8Reader = (): { read(bytes: Uint8Array): Part[]; end(): Part[] } => {
	let rest = new Uint8Array(0);
	return {
		read(bytes) {
			const all = joined(rest, bytes);
			const { parts, upTo } = parse(all);
			rest = all.slice(upTo);
			return parts;
		},
		end() {
			const left = rest;
			rest = new Uint8Array(0);
			return left.length ? [left] : [];
		},
	};
};

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

const joined = (a: Uint8Array, b: Uint8Array): Uint8Array => {
	if (!a.length) return b;
	const all = new Uint8Array(a.length + b.length);
	all.set(a);
	all.set(b, a.length);
	return all;
};

/** The parts of `bytes` up to an unfinished character at the end. */
const parse = (bytes: Uint8Array): { parts: Part[]; upTo: number } => {
	const parts: Part[] = [];
	let at = 0;
	while (at < bytes.length) {
		const good = run(bytes, at, (length) => length > 0);
		if (good > at) parts.push(decoder.decode(bytes.subarray(at, good)));
		if (good < bytes.length && sequence(bytes, good) === unfinished) return { parts, upTo: good };
		at = run(bytes, good, (length) => length === broken);
		if (at > good) parts.push(bytes.slice(good, at));
	}
	return { parts, upTo: at };
};

const run = (bytes: Uint8Array, from: number, wanted: (length: number) => boolean): number => {
	let at = from;
	while (at < bytes.length) {
		const length = sequence(bytes, at);
		if (!wanted(length)) return at;
		at += Math.max(1, length);
	}
	return at;
};

const broken = 0;
const unfinished = -1;

/** How many bytes the well-formed character at `at` has (Unicode 16, table 3-7), or why it is none. */
const sequence = (bytes: Uint8Array, at: number): number => {
	const lead = bytes[at] ?? 0;
	if (lead < 0x80) return 1;
	const length = lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
	if (!length) return broken;
	for (let i = 1; i < length; i++) {
		const byte = bytes[at + i];
		if (byte === undefined) return unfinished;
		const [low, high] = i === 1 ? second(lead) : [0x80, 0xbf];
		if (byte < low || byte > high) return broken;
	}
	return length;
};

/** Which second bytes may follow a lead byte: no overlong forms, no surrogates, nothing beyond U+10FFFF. */
const second = (lead: number): [number, number] => {
	if (lead === 0xe0) return [0xa0, 0xbf];
	if (lead === 0xed) return [0x80, 0x9f];
	if (lead === 0xf0) return [0x90, 0xbf];
	return lead === 0xf4 ? [0x80, 0x8f] : [0x80, 0xbf];
};
