import { describe, expect, test } from "vitest";
import { ansiReader } from "./ansi.ts";

const read = (...pieces: string[]) => {
	const reader = ansiReader();
	return [...pieces.flatMap((piece) => reader.read(piece)), ...reader.end()];
};

describe("colours in output", () => {
	test("a colour holds until it is taken back", () => {
		expect(read("a\u001b[31;1mred\u001b[0mb")).toEqual([
			{ text: "a", classes: "" },
			{ text: "red", classes: "a-red a-bold" },
			{ text: "b", classes: "" },
		]);
	});

	test("a sequence cut in two still counts", () => {
		expect(read("\u001b[3", "2mgreen")).toEqual([{ text: "green", classes: "a-green" }]);
	});

	test.each([
		"\u001b[2J",
		"\u001b[8mhidden",
		"\u001b[41m",
		"\u001b[38;5;1m",
		"\u001b]0;title\u0007",
		"\u001b",
	])("%j is left in the text, to be shown escaped", (text) => {
		expect(
			read(text)
				.map((part) => part.text)
				.join(""),
		).toBe(text);
	});
});
