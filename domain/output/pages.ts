// The code pages in which consoles of Windows write. One byte is one character, in East Asian pages one byte or two.
import {
	CP437,
	CP737,
	CP775,
	CP850,
	CP852,
	CP855,
	CP857,
	CP860,
	CP861,
	CP862,
	CP863,
	CP864,
	CP865,
	CP866,
	CP869,
	CP874,
	CP1250,
	CP1251,
	CP1252,
	CP1253,
	CP1254,
	CP1255,
	CP1256,
	CP1257,
	CP1258,
} from "iconv-tiny";

export type CodePage = {
	/** As people read it: `code page 850`. */
	name: string;
	/** No byte is lost: one that isn't part of a character becomes U+DC80 to U+DCFF, as in utf8.ts. */
	decode: (bytes: Uint8Array) => string;
};

/** The page that a run's context names for output; null: none, UTF-8, or one that isn't known here. */
export const codePageOf = (facts: Record<string, string> | undefined): number | null => {
	const named = Object.entries(facts ?? {}).find(([name]) => /^code page(?:: console output)?$/i.test(name));
	const number = Number(named?.[1]);
	return pageOf(number) ? number : null;
};

/** Null: UTF-8, or not known here. */
export const pageOf = (number: number): CodePage | null => {
	const known = pages.get(number);
	if (known !== undefined) return known;
	const characters = tableOf(number);
	const page = characters && {
		name: `code page ${number}`,
		decode: labels.has(number) ? inPairs(characters, number === japanese) : oneByOne(characters),
	};
	pages.set(number, page);
	return page;
};
const pages = new Map<number, CodePage | null>();

/** The character of so many bytes; undefined: they are none. */
type Table = (bytes: Uint8Array) => string | undefined;

const tableOf = (number: number): Table | null => {
	const label = labels.get(number);
	if (label !== undefined) return byDecoder(new TextDecoder(label, { fatal: true, ignoreBOM: true }), number);
	const factory = number === 858 ? CP850 : factories.get(number);
	if (!factory) return null;
	// Page 858 is 850 with a euro sign.
	const encoding = factory.create(number === 858 ? { overrides: [0xd5, "€"] } : {});
	return (bytes) => {
		const character = encoding.decode(bytes, { defaultCharUnicode: "\ufffd" });
		return character.includes("\ufffd") ? undefined : character;
	};
};

const byDecoder =
	(decoder: TextDecoder, number: number): Table =>
	(bytes) => {
		const [first = 0] = bytes;
		// Control characters are themselves, whatever the runtime's table makes of them.
		if (first < 0x80) return String.fromCharCode(first);
		if (number === japanese && isOfUsers(first)) return undefined;
		try {
			const text = decoder.decode(bytes);
			// Node reads some bytes that are no character as two.
			return [...text].length === 1 ? text : undefined;
		} catch {
			return undefined;
		}
	};

/** Where page 932 has room for characters that users define: no table knows these. */
const isOfUsers = (first: number): boolean => first >= 0xf0 && first <= 0xf9;

const factories = new Map(
	Object.entries({
		437: CP437,
		737: CP737,
		775: CP775,
		850: CP850,
		852: CP852,
		855: CP855,
		857: CP857,
		860: CP860,
		861: CP861,
		862: CP862,
		863: CP863,
		864: CP864,
		865: CP865,
		866: CP866,
		869: CP869,
		874: CP874,
		1250: CP1250,
		1251: CP1251,
		1252: CP1252,
		1253: CP1253,
		1254: CP1254,
		1255: CP1255,
		1256: CP1256,
		1257: CP1257,
		1258: CP1258,
	}).map(([number, factory]) => [Number(number), factory]),
);

const japanese = 932;

/** By the runtime's own tables, as https://encoding.spec.whatwg.org names them: iconv-tiny lacks these, and its table of 932 is
 * half of what a page of the console loads. */
const labels = new Map([
	[japanese, "shift_jis"],
	[936, "gbk"],
	[949, "euc-kr"],
	[950, "big5"],
]);

const broken = (byte: number): string => String.fromCharCode(byte < 0x80 ? byte : 0xdc00 + byte);

const oneByOne = (character: Table) => {
	const units = Uint16Array.from({ length: 256 }, (_, byte) =>
		(character(Uint8Array.of(byte)) ?? broken(byte)).charCodeAt(0),
	);
	return (bytes: Uint8Array): string => {
		let text = "";
		for (let at = 0; at < bytes.length; at += 4096)
			text += String.fromCharCode(
				...Uint16Array.from(bytes.subarray(at, at + 4096), (byte) => units[byte] ?? 0),
			);
		return text;
	};
};

/** Below 0x80 every page is ASCII. Only page 932 has single bytes above: its narrow katakana. */
const inPairs = (character: Table, narrow: boolean) => {
	const known = new Map<number, string | undefined>();
	const at = (key: number, ...bytes: number[]): string | undefined => {
		if (!known.has(key)) known.set(key, character(Uint8Array.from(bytes)));
		return known.get(key);
	};
	return (bytes: Uint8Array): string => {
		const parts: string[] = [];
		for (let i = 0; i < bytes.length; i++) {
			const one = bytes[i] ?? 0;
			const two = bytes[i + 1];
			const isSingle = one < 0x80 || (narrow && one >= 0xa1 && one <= 0xdf);
			const pair = isSingle || two === undefined ? undefined : at(one * 256 + two, one, two);
			const single = isSingle ? at(one, one) : undefined;
			parts.push(single ?? pair ?? broken(one));
			if (pair !== undefined) i++;
		}
		return parts.join("");
	};
};
