import { describe, expect, test } from "vitest";
import { visible } from "../../domain/text.ts";
import { oneLine, plain, shown } from "./escape.ts";

const page = (text: string) => shown(text).join("");

describe("invisible characters are written out", () => {
	test.each([
		["an escape sequence", "\u001b[2J", "\\x1b[2J"],
		["a carriage return", "a\r\n", "a\\x0d\n"],
		["NUL and DEL", "\0\u007f", "\\x00\\x7f"],
		["C1 controls, which aren't bytes", "\u0085", "\\u{85}"],
		["a change of direction", "abc\u202edcb", "abc\\u{202e}dcb"],
		["zero width", "a\u200bb\ufeff", "a\\u{200b}b\\u{feff}"],
		["a joiner that joins no emoji", "a\u200db", "a\\u{200d}b"],
		["letters without ink", "\u3164\u2800", "\\u{3164}\\u{2800}"],
		["line and paragraph separators", "\u2028\u2029", "\\u{2028}\\u{2029}"],
		["tags", "\u{e0041}", "\\u{e0041}"],
		["selectors that select nothing", "a\ufe0fb\ufe00\u{e0100}", "a\\u{fe0f}b\\u{fe00}\\u{e0100}"],
		["a joiner behind one", "a\ufe0f\u200d", "a\\u{fe0f}\\u{200d}"],
		["blanks that aren't spaces", "a\u00a0b\u3000", "a\\u{a0}b\\u{3000}"],
		["private and unassigned characters", "\ue000\u0378", "\\u{e000}\\u{378}"],
		["half a character", "a\ud800b", "a\\u{d800}b"],
	])("%s", (_what, text, escaped) => {
		expect(plain(text)).toBe(escaped);
	});

	test("visible text stays: lines, tabs, accents, emoji with joiners, other scripts", () => {
		const text = "one\n\ttwo é 👩‍💻 👩🏽‍🚀 🏳️‍🌈 Кириллица עברית 漢字";
		expect(plain(text)).toBe(text);
	});

	test("pages write out the same characters of talk that cards spell out", () => {
		for (let page = 0; page < 0x110000; page += 256) {
			const text = Array.from({ length: 256 }, (_, i) => `${String.fromCodePoint(page + i)}|`).join("");
			const spelled = new Set(visible(text));
			const left = new Set(plain(text));
			expect([...new Set(text)].filter((one) => left.has(one) && !spelled.has(one))).toEqual([]);
		}
	});

	test("a value stays on its line", () => {
		expect(oneLine("a\nExit code: 0\t")).toBe("a\\nExit code: 0\\t");
	});

	test("on a page, markup is text and an invisible character a chip with its code point", () => {
		expect(page("</pre><script>\u202e")).toBe(
			'&lt;/pre&gt;&lt;script&gt;<span class="chr" title="U+202E">⟨U+202E⟩</span>',
		);
	});
});
