import { deflateRawSync } from "node:zlib";
import { expect, test } from "vitest";
import { concat, hex, utf8 } from "../../protocol/bytes.ts";
import { sha256Hex } from "../keys/crypto.ts";
import { dictionary1, dictionary2 } from "./dictionary.ts";
import { pack, unpack } from "./packed.ts";

const event = (text: string) =>
	utf8(
		JSON.stringify({
			v: 1,
			actor: { surface: "worker", person: null, identity: null, name: "Caisey", label: null },
			body: { kind: "thread.heard", text },
		}),
	);
const again = (bytes: Uint8Array) => unpack(Uint8Array.from(pack(bytes)));

test("the dictionaries are those that stored bytes were packed against", () => {
	expect([dictionary1, dictionary2].map((one) => sha256Hex(one))).toEqual([
		"1b92a7cd32affa5fe118b09d2d0f44305dab033f3f36c8fcba4a0646ba1b2b54",
		"713758b1d93bbae1307192957ff4a526335a42670cd8fd003e96380f24e66256",
	]);
});

test("what an older version packed is read as it was", () => {
	const stored = Buffer.from("ARuYyTbIRJiOEmRwUCmzRCGzWCExKb+0RMErMS9VISg/VUchKb8oT8HQ0sIA6EwA", "base64");
	expect(new TextDecoder().decode(unpack(Uint8Array.from(stored)))).toBe(
		new TextDecoder().decode(event("it is about Jane Roe, born 1980")),
	);
});

test("packed JSON is shorter, and comes out byte for byte", () => {
	for (const text of ["", "x", "“ü” \u0000 \ud83d\ude00", "x".repeat(100_000)]) {
		const bytes = event(text);
		expect(pack(bytes).length).toBeLessThan(bytes.length / 2 + text.length * 2);
		expect(hex(again(bytes))).toBe(hex(bytes));
	}
});

test("anything that isn't a JSON object, or doesn't get shorter, is stored as it is", () => {
	const random = Uint8Array.from({ length: 500 }, (_, at) => (at * 7919 * (at + 13)) % 251);
	for (const bytes of [utf8(""), utf8("{}"), utf8("[1]"), random, concat(utf8("{"), random.subarray(0, 80))])
		expect(hex(again(bytes))).toBe(hex(bytes));
	expect(pack(random)).toBe(random);
});

test("bytes of older versions, which aren't packed, are read as they are", () => {
	const plain = event("as before");
	expect(unpack(plain)).toBe(plain);
});

test("packed bytes that were changed so that they can't be unpacked are read as they are: a hash tells", () => {
	const broken = Uint8Array.from([1, 255, 255, 255]);
	expect(unpack(broken)).toBe(broken);
	const cut = Uint8Array.from(pack(event("some text"))).slice(0, 10);
	expect(unpack(cut)).toBe(cut);
});

test("what was packed against another dictionary isn't read as something else", () => {
	const other = deflateRawSync(event("x"), { dictionary: utf8("another one") });
	for (const mark of [3, 9]) {
		const stored = concat(Uint8Array.of(mark), other);
		expect(unpack(stored)).toBe(stored);
	}
});
