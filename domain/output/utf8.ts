// Bytes that arrive in pieces, read as UTF-8 without losing any: a byte that isn't part of a character becomes U+DC80
// to U+DCFF, which UTF-8 can't hold (as Python's surrogateescape has it).

/** Reads pieces of one stream; a character cut in two by a piece's end is kept until the next. `end` gives what is left. */
export const utf8Reader = (): { read(bytes: Uint8Array): string; end(): string } => {
	const characters = wholeCharacters();
	return { read: (bytes) => utf8Text(characters.take(bytes)), end: () => lenient(characters.left()) };
};

/** Pieces of one stream cut again, so that none ends within a character; `left` gives the start of one that never ended. */
export const wholeCharacters = (): { take(bytes: Uint8Array): Uint8Array; left(): Uint8Array } => {
	let rest = new Uint8Array(0);
	return {
		take(bytes) {
			const all = joined(rest, bytes);
			const whole = wholeLength(all);
			rest = all.slice(whole);
			return all.subarray(0, whole);
		},
		left() {
			const left = rest;
			rest = new Uint8Array(0);
			return left;
		},
	};
};

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The text of whole bytes, none of them lost. */
export const utf8Text = (bytes: Uint8Array): string => {
	try {
		return decoder.decode(bytes);
	} catch {
		return lenient(bytes);
	}
};

export const isUtf8 = (bytes: Uint8Array): boolean => {
	for (let at = 0; at < bytes.length; ) {
		const length = sequence(bytes, at);
		if (length < 1) return false;
		at += length;
	}
	return true;
};

const joined = (a: Uint8Array, b: Uint8Array): Uint8Array => {
	if (!a.length) return b;
	const all = new Uint8Array(a.length + b.length);
	all.set(a);
	all.set(b, a.length);
	return all;
};

/** How many bytes there are before a character that lacks its end. */
export const wholeLength = (bytes: Uint8Array): number => {
	for (let at = Math.max(0, bytes.length - 3); at < bytes.length; at++)
		if (sequence(bytes, at) === unfinished) return at;
	return bytes.length;
};

const lenient = (bytes: Uint8Array): string => {
	let whole = "";
	let units: number[] = [];
	for (let at = 0; at < bytes.length; ) {
		const length = sequence(bytes, at);
		if (length > 1) units.push(...unitsOf(bytes, at, length));
		else units.push((length === 1 ? 0 : 0xdc00) + (bytes[at] ?? 0));
		at += Math.max(length, 1);
		if (units.length < 4096 && at < bytes.length) continue;
		whole += String.fromCharCode(...units);
		units = [];
	}
	return whole;
};

/** The UTF-16 units of a well-formed character of two bytes or more. */
const unitsOf = (bytes: Uint8Array, at: number, length: number): number[] => {
	const point = pointAt(bytes, at, length);
	return point < 0x10000 ? [point] : [0xd7c0 + (point >> 10), 0xdc00 + (point & 0x3ff)];
};

/** The code point of a well-formed character of two bytes or more. */
export const pointAt = (bytes: Uint8Array, at: number, length: number): number => {
	let point = (bytes[at] ?? 0) & (0x7f >> length);
	for (let i = 1; i < length; i++) point = (point << 6) | ((bytes[at + i] ?? 0) & 0x3f);
	return point;
};

const broken = 0;
const unfinished = -1;

/** How many bytes the well-formed character at `at` has (Unicode 16, table 3-7); below 1: none. */
export const sequence = (bytes: Uint8Array, at: number): number => {
	const lead = bytes[at] ?? 0;
	if (lead < 0x80) return 1;
	const length = lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
	if (!length) return broken;
	for (let i = 1; i < length; i++) {
		const byte = bytes[at + i];
		if (byte === undefined) return unfinished;
		const low = i > 1 ? 0x80 : lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
		const high = i > 1 ? 0xbf : lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
		if (byte < low || byte > high) return broken;
	}
	return length;
};
