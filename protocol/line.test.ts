import fc from "fast-check";
import { expect, test } from "vitest";
import { marked, onOneLine } from "./line.ts";

test.each([
	["one line stays as it is", "turns off the “old” sign-in  now", "turns off the “old” sign-in  now"],
	["a line break is marked", "one\n  two", "one ⏎ two"],
	["one of Windows, too", "one\r\ntwo", "one ⏎ two"],
	["two are two marks", "one\n\ntwo", "one ⏎ ⏎ two"],
	["many are counted", `one${"\n".repeat(800)}two`, "one ⏎×800 two"],
	["blanks that push text aside are counted", `one${" ".repeat(40)}two`, "one⟨40 blanks⟩two"],
	["a tab is named", "one\ttwo", "one⟨tab⟩two"],
	["accents stay", "Łódź e\u0301 ก็้", "Łódź e\u0301 ก็้"],
	[
		"marks that reach into other lines are counted",
		`a${"\u0301".repeat(30)}b`,
		`a${"\u0301".repeat(4)}⟨26 marks⟩b`,
	],
])("%s", (_, text, line) => {
	expect(onOneLine(text)).toBe(line);
});

test("an exact text keeps its blanks", () => {
	expect(marked("Name     Value\na\tb")).toBe("Name     Value ⏎ a\tb");
});

test("any text becomes one line, and marking it again changes nothing", () => {
	fc.assert(
		fc.property(
			fc.string({ unit: fc.constantFrom("a", " ", "\n", "\r", "\t", "\u0301", "⏎", "⟨") }),
			(text) => {
				const line = onOneLine(text);
				expect(line).not.toMatch(/\n|\t| {3}/);
				expect(onOneLine(line)).toBe(line);
			},
		),
	);
});
