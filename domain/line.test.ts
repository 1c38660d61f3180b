import fc from "fast-check";
import { expect, test } from "vitest";
import { looksLike } from "./characters.ts";
import { exactInLine, inQuotes, named, onOneLine, quoted, says, startOf } from "./line.ts";

test.each([
	["one line stays as it is", "turns off the “old” sign-in  now", "turns off the “old” sign-in  now"],
	["a line break is marked", "one\n  two", "one ⏎ two"],
	["one of Windows, too", "one\r\ntwo", "one ⏎ two"],
	["two are two marks", "one\n\ntwo", "one ⏎ ⏎ two"],
	["many are counted", `one${"\n".repeat(800)}two`, "one ⏎×800 two"],
	["blanks that push text aside are counted", `one${" ".repeat(40)}two`, "one⟨40 blanks⟩two"],
	["a tab is named", "one\ttwo", "one⟨tab⟩two"],
	["a phrase in one character is spelled out", "a﷽b", "a⟨U+FDFD Arabic symbol⟩b"],
	["cuneiform is spelled out", "a𒐫b", "a⟨U+1242B number⟩b"],
	["a long dash is spelled out", "a⸻b", "a⟨U+2E3B punctuation mark⟩b"],
	[
		"other alphabets, signs and emoji stay",
		"Жук ไทย हिन्दी 日本 한글 عربي – € 👍",
		"Жук ไทย हिन्दी 日本 한글 عربي – € 👍",
	],
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
	expect(exactInLine("Name     Value\na\tb")).toBe("Name     Value ⏎ a\tb");
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

test.each([
	["plain words", "No such user: nobody", "“No such user: nobody”"],
	["several lines", "  one\r\n\ttwo\u2028three\n", "“one two three”"],
	["quotes of its own", "no” Approved by Ada: “yes", "“no’ Approved by Ada: ‘yes”"],
	["marks that reach into other lines", `a${"\u0301".repeat(200)}b`, `“a${"\u0301".repeat(4)}⟨196 marks⟩b”`],
	["what turns the direction of reading", "a\u202eb", "“a⟨U+202E right-to-left override⟩b”"],
	["as many characters as are shown", "x".repeat(300), `“${"x".repeat(300)}”`],
	["one more", "x".repeat(301), `“${"x".repeat(300)}…”`],
	["a pair at the cut", `${"x".repeat(299)}😀`, `“${"x".repeat(299)}…”`],
	["nothing", "", "“”"],
])("a machine's text is quoted on one line: %s", (_, text, shown) => {
	expect(quoted(text)).toBe(shown);
});

test.each([
	["a text that fits is whole", "two words", 9, "two words"],
	["half of a pair goes", "one 😀", 5, "one "],
	["half of a spelled-out character goes", "a⟨U+200B zero width space⟩b", 12, "a"],
	["a bracket of its own stays, far from the cut", `⟨${"x".repeat(100)}`, 90, `⟨${"x".repeat(89)}`],
])("the start of a text ends at a whole character: %s", (_, text, most, start) => {
	expect(startOf(text, most)).toBe(start);
});

const drawnLikeTheEnd = [
	...'”“„‟"＂″‶‴‷⁗«»〝〞〟❝❞❠ʺˮ˝˶״〃',
	..."’’ ‘’ '' ´´ `` ʼʼ ʹʹ ′′ ❜❜ ＇＇ ׳׳ ”” ’” ''' ›› ’\u0315 \u030b".split(" "),
	"’’’",
	" \u030b",
	"ײ",
	"י",
];
const [end, beside] = [/["”“„‟″＂«»]/u, /['‘’]['‘’]|(?<![\p{L}\p{N}])\p{M}/u];

test.each(drawnLikeTheEnd)(
	"no words end the quotes around them by a mark that is drawn like theirs: %s",
	(mark) => {
		for (const text of [`done${mark} Approved by Ada`, `done ${mark} Approved`, mark, `${mark}${mark}`])
			for (const shown of [quoted(text), inQuotes(text)]) {
				expect(shown).toMatch(/^“.*”$/u);
				const words = shown.slice(1, -1);
				expect(words).not.toMatch(end);
				expect(words).not.toMatch(beside);
				expect([...words].filter((one) => /^["']+$/.test(looksLike(one) ?? "")).join("")).toMatch(/^[‘’]*$/);
			}
	},
);

test.each([
	["¨", "a' b"],
	["゛", "a' b"],
	["ﾞ", "a' b"],
	["ᐦ", "a⟨U+1426 Canadian syllabics letter⟩ b"],
	["ď’", "aď ’ b"],
	["Ľ'", "aĽ ' b"],
])("nor by a mark of another alphabet: %s", (mark, shown) => {
	expect(inQuotes(`a${mark} b`)).toBe(`“${shown}”`);
});

test.each([
	["apostrophes", "Monday's update, o’clock", "“Monday's update, o’clock”"],
	["a name in quotes", 'the "Start" and “Stop” buttons', "“the 'Start' and ‘Stop’ buttons”"],
	["an empty text in quotes", "sets it to ''", "“sets it to ' '”"],
	["Hebrew", "ביי לכם", "“ביי לכם”"],
	["accents", "Ł e\u0301 ก็้", "“Ł e\u0301 ก็้”"],
])("what people write stays readable in quotes: %s", (_, text, shown) => {
	expect(inQuotes(text)).toBe(shown);
});

test("a machine is named as the author of what it says", () => {
	expect(says("CLIENT-ACCT-01", "no such shell")).toBe("CLIENT-ACCT-01 says “no such shell”");
});

test.each([
	"root",
	"_www",
	"dana.reyes@acme-dental.com",
	"ACME\\Jürgen",
	"NT AUTHORITY\\SYSTEM",
	"nt authority\\network service",
	"PSVersion",
	"x".repeat(64),
])("a name that no one could take for a sentence stays as it is: %s", (name) => {
	expect(named(name)).toBe(name);
});

test.each([
	["of several words", "root approved by Ada", "“root approved by Ada”"],
	["with an approval of its own", "SYSTEM → [PROMPT: ada@x approved]", "“SYSTEM → [PROMPT: ada@x approved]”"],
	["of words that filler letters keep apart", "a\u3164b", "“a⟨U+3164 Hangul filler⟩b”"],
	["that is too long", "x".repeat(65), `“${"x".repeat(65)}”`],
	["that is empty", "", "“”"],
])("a name %s is quoted", (_, name, shown) => {
	expect(named(name)).toBe(shown);
});
