import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { utf8Reader } from "../../domain/output/utf8.ts";
import { concat, utf8 } from "../../protocol/bytes.ts";
import { plain } from "../html/escape.ts";
import { escapedLines } from "./escaped-lines.ts";
import { indenter } from "./indent.ts";

const escaped = (...pieces: Uint8Array[]): Uint8Array => {
	const lines = escapedLines();
	return concat(...pieces.map(lines.add), lines.end());
};

/** The expected result, by way of the text. */
const byText = (bytes: Uint8Array): Uint8Array => {
	const reader = utf8Reader();
	return utf8(indenter().add(plain((reader.read(bytes) + reader.end()).replaceAll("\r\n", "\n"))));
};

/** A row of numbers that is the same each time. */
const numbers = (seed: number) => () => {
	seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
	return seed / 2 ** 32;
};

const awkward = [
	"\n",
	"\r\n",
	"\r",
	"\t",
	"plain words ",
	"\u001b[31m",
	"\0\u007f",
	"é漢😀",
	"👩‍💻👩🏽‍🚀🏳️‍🌈",
	"©\u200d",
	"a\u200d\u200d",
	"a\ufe0f\u200d",
	"\ufe0f",
	"❤️\u200d🔥\ufe0f\ufe0f",
	"a\u00a0\u034f",
	"\ufeff\u202e\u2028",
	"\u0085\u{e0041}",
	"\u3164\u115f",
].map(utf8);
const broken = [
	[0xff],
	[0xc0, 0xaf],
	[0xed, 0xa0, 0x80],
	[0xf4, 0x90, 0x80, 0x80],
	[0xe6, 0xbc],
	[0xf0, 0x9f],
];
const parts = [...awkward, ...broken.map((bytes) => Uint8Array.from(bytes))];

const mixture = (random: () => number): Uint8Array =>
	concat(
		...Array.from({ length: 60 }, () => {
			const noise = Uint8Array.from({ length: random() * 12 }, () => random() * 256);
			return random() < 0.3 ? noise : (parts[Math.floor(random() * parts.length)] ?? noise);
		}),
	);

const cutAtRandom = (bytes: Uint8Array, random: () => number): Uint8Array[] => {
	const pieces: Uint8Array[] = [];
	for (let at = 0; at < bytes.length; ) {
		const to = at + Math.floor(random() * 9);
		pieces.push(bytes.subarray(at, to));
		at = to;
	}
	return pieces;
};

describe("output escaped from bytes to bytes", () => {
	test("is what its text would be, escaped and indented, wherever it is cut", () => {
		for (let seed = 1; seed <= 2_000; seed++) {
			const random = numbers(seed);
			const bytes = mixture(random);
			const whole = Buffer.from(byText(bytes));
			expect(whole.equals(escaped(bytes)), `seed ${seed}`).toBe(true);
			expect(whole.equals(escaped(...cutAtRandom(bytes, random))), `seed ${seed}, cut`).toBe(true);
		}
	});

	test("judges every character as text is judged", () => {
		for (let page = 0; page < 0x110000; page += 256) {
			if (page >= 0xd800 && page <= 0xdfff) continue;
			const points = Array.from({ length: 256 }, (_, i) => `${String.fromCodePoint(page + i)}\u200d`);
			const bytes = utf8(points.join(""));
			expect(Buffer.from(byText(bytes)).equals(escaped(bytes)), `from U+${page.toString(16)}`).toBe(true);
		}
	});

	test("a mebibyte of noise comes out the same each time", () => {
		const random = numbers(7);
		const noise = Uint8Array.from({ length: 1_048_576 }, () => random() * 256);
		expect(createHash("sha256").update(escaped(noise)).digest("hex")).toBe(
			"7bee5af0fa2fb7703db16f6d8075c21e64241eb13d94b4db33f7fd4ef31a5236",
		);
	});
});
