import { describe, expect, test } from "vitest";
import { concat, utf8 } from "../protocol/bytes.ts";
import { type Part, utf8Reader } from "./utf8.ts";

const read = (...pieces: Uint8Array[]): Part[] => {
	const reader = utf8Reader();
	const parts = [...pieces.flatMap((piece) => reader.read(piece)), ...reader.end()];
	const joined: Part[] = [];
	for (const part of parts)
		if (typeof part === "string" && typeof joined.at(-1) === "string") joined.push(`${joined.pop()}${part}`);
		else joined.push(part);
	return joined;
};
const bytes = (...values: number[]) => Uint8Array.from(values);

describe("bytes read as UTF-8", () => {
	test("characters cut at any byte come out whole", () => {
		const text = "aé漢😀\n".repeat(3);
		const whole = utf8(text);
		for (let cut = 0; cut <= whole.length; cut++)
			expect(read(whole.subarray(0, cut), whole.subarray(cut))).toEqual([text]);
		expect(read(...Array.from(whole, (byte) => bytes(byte)))).toEqual([text]);
	});

	test.each([
		["a lone continuation", [0x80]],
		["an overlong slash", [0xc0, 0xaf]],
		["a surrogate", [0xed, 0xa0, 0x80]],
		["beyond the last character", [0xf4, 0x90, 0x80, 0x80]],
		["bytes that never occur", [0xff, 0xfe]],
	])("%s is kept as bytes, the text around it as text", (_what, bad) => {
		expect(read(utf8("a"), bytes(...bad), utf8("b"))).toEqual(["a", bytes(...bad), "b"]);
	});

	test("a character that never ends is kept as bytes", () => {
		expect(read(utf8("a"), bytes(0xe6, 0xbc))).toEqual(["a", bytes(0xe6, 0xbc)]);
	});

	test("no byte is lost, whatever they are", () => {
		const random = crypto.getRandomValues(new Uint8Array(65_536));
		const parts = read(random.subarray(0, 777), random.subarray(777));
		expect(concat(...parts.map((part) => (typeof part === "string" ? utf8(part) : part)))).toEqual(random);
	});
});
