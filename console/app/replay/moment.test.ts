import { expect, test } from "vitest";
import { momentIn, momentText } from "./moment.ts";

test.each([
	["90", 90],
	["1:30", 90],
	["1:02:03.5", 3723.5],
	[" 12.5 s", 12.5],
	["50%", 100],
	["200 %", 200],
	["", null],
	["soon", null],
	["-3", null],
	["1:2:3:4", null],
])("“%s” is a moment of a recording of 200 seconds", (text, seconds) => {
	expect(momentIn(text, 200)).toBe(seconds);
});

test("a part of a recording isn't known before its length is", () => {
	expect(momentIn("50%", null)).toBeNull();
});

test.each([
	[0, "0:00.0"],
	[2.5, "0:02.5"],
	[59.99, "0:59.9"],
	[3723.5, "1:02:03.5"],
])("%d seconds are shown as %s", (seconds, text) => {
	expect(momentText(seconds)).toBe(text);
});
