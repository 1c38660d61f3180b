import { describe, expect, test } from "vitest";
import { utf8 } from "../../protocol/bytes.ts";
import { utf8Reader } from "./utf8.ts";

const read = (...pieces: Uint8Array[]): string => {
	const reader = utf8Reader();
	return pieces.map(reader.read).join("") + reader.end();
};
const bytes = (...values: number[]) => Uint8Array.from(values);
const asText = (...values: number[]) => values.map((byte) => String.fromCharCode(0xdc00 + byte)).join("");

/** The bytes that a text was read from. */
const back = (text: string): Uint8Array =>
	Uint8Array.from(
		Array.from(text).flatMap((one) => (/\p{Cs}/u.test(one) ? [one.charCodeAt(0) - 0xdc00] : [...utf8(one)])),
	);

describe("bytes read as UTF-8", () => {
	test("characters cut at any byte come out whole", () => {
		const text = "aé漢😀\n".repeat(3);
		const whole = utf8(text);
		for (let cut = 0; cut <= whole.length; cut++)
			expect(read(whole.subarray(0, cut), whole.subarray(cut))).toBe(text);
		expect(read(...Array.from(whole, (byte) => bytes(byte)))).toBe(text);
	});

	test.each([
		["a lone continuation", [0x80]],
		["an overlong slash", [0xc0, 0xaf]],
		["a surrogate", [0xed, 0xa0, 0x80]],
		["beyond the last character", [0xf4, 0x90, 0x80, 0x80]],
		["bytes that never occur", [0xff, 0xfe]],
	])("%s is kept byte by byte, the text around it as text", (_what, bad) => {
		expect(read(utf8("é😀"), bytes(...bad), utf8("漢b"))).toBe(`é😀${asText(...bad)}漢b`);
	});

	test("a character that never ends is kept byte by byte", () => {
		expect(read(utf8("a"), bytes(0xe6, 0xbc))).toBe(`a${asText(0xe6, 0xbc)}`);
	});

	test("no byte is lost, whatever they are", () => {
		const random = crypto.getRandomValues(new Uint8Array(65_536));
		expect(back(read(random.subarray(0, 777), random.subarray(777)))).toEqual(random);
	});
});
