import { expect, test } from "vitest";
import { wantedRange } from "./range.ts";

const whole = { kind: "whole" };
const beyond = { kind: "beyond" };
const part = (start: number, end: number) => ({ kind: "part", start, end });

test.each([
	[undefined, 10, whole],
	["bytes=0-0", 10, part(0, 1)],
	["bytes=2-5", 10, part(2, 6)],
	["bytes=9-", 10, part(9, 10)],
	["bytes=0-99999999999999999999999999", 10, part(0, 10)],
	["bytes=-3", 10, part(7, 10)],
	["bytes=-30", 10, part(0, 10)],
	["Bytes=1-2", 10, part(1, 3)],
	["bytes=10-", 10, beyond],
	["bytes=99999999999999999999999999-", 10, beyond],
	["bytes=-0", 10, beyond],
	["bytes=0-", 0, beyond],
	["bytes=-5", 0, beyond],
	["bytes=5-2", 10, whole],
	["bytes=-", 10, whole],
	["bytes=a-b", 10, whole],
	["bytes=0-1,4-5", 10, whole],
	["lines=0-1", 10, whole],
])("%s of %i bytes", (header, length, wanted) => {
	expect(wantedRange(header, length)).toEqual(wanted);
});
