import { expect, test } from "vitest";
import { readCodes, succeeds } from "./success.ts";

test("0 alone is success, unless the plan names others", () => {
	expect([0, 1, 3010].map((code) => succeeds(code))).toEqual([true, false, false]);
	expect([0, 1, 3010].map((code) => succeeds(code, [0, 3010]))).toEqual([true, false, true]);
	expect(succeeds(0, [1])).toBe(false);
});

test("a code is the same with and without its sign", () => {
	expect(succeeds(2_316_632_107, [-1_978_335_189])).toBe(true);
	expect(succeeds(-1, [4_294_967_295])).toBe(true);
	expect(succeeds(-1, [1])).toBe(false);
});

test.each<[string, number[] | null]>([
	["0", [0]],
	["0, 3010;1641\n194 0", [0, 3010, 1641, 194]],
	["-1978335189 0x8A15002B", [-1_978_335_189, 2_316_632_107]],
	["", []],
	["ok", null],
	["1.5", null],
	["4294967296", null],
	["-2147483649", null],
])("%j is read as the codes %j", (text, codes) => {
	expect(readCodes(text)).toEqual(codes);
});
