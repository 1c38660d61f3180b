import { expect, test } from "vitest";
import { momentIn, momentText } from "./moment.ts";

test.each([
	["90", 90],
	["1:30", 90],
	["1:02:03.5", 3723.5],
	[" 12.5 s", 12.5],
	["50%", "50%"],
	["12.5 %", "12.5%"],
	["200 %", "100%"],
	["", null],
	["soon", null],
	["-3", null],
	["1:2:3:4", null],
])("“%s” is a moment of a recording", (text, moment) => {
	expect(momentIn(text)).toBe(moment);
});

test.each([
	[0, "0:00.0"],
	[2.5, "0:02.5"],
	[59.99, "0:59.9"],
	[3723.5, "1:02:03.5"],
])("%d seconds are shown as %s", (seconds, text) => {
	expect(momentText(seconds)).toBe(text);
});
