import { expect, test } from "vitest";
import { forWhom } from "./whom.ts";

test.each([
	["for @dana the printer", { who: "dana", request: "the printer" }],
	["For @dana.reyes: the printer\nis jammed", { who: "dana.reyes", request: "the printer\nis jammed" }],
	["for @acme-dental/dana, please", { who: "acme-dental/dana", request: "please" }],
	["for @dana", { who: "dana", request: "" }],
	["for dana the printer", null],
	["forget @dana", null],
	["please look for @dana", null],
	["for @", null],
])("%j", (text, meant) => {
	expect(forWhom(text)).toEqual(meant);
});

test("a name with blanks counts whole if the platform marked it as a mention", () => {
	expect(forWhom("for @Dana Reyes the printer", "Dana Reyes")).toEqual({
		who: "Dana Reyes",
		request: "the printer",
	});
});
