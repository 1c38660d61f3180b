import { describe, expect, test } from "vitest";
import { tamer } from "./tame.ts";

const tamed = (...pieces: string[]): string => {
	const one = tamer();
	return pieces.map(one.read).join("") + one.end();
};

describe("on a terminal a recording", () => {
	test.each([
		["colours", "\x1b[1;38;2;255;0;0mred\x1b[m"],
		["moves of the cursor", "\x1b[2A\x1b[10;4Hx\x1b[3G\r\b\t\n"],
		["erasing", "\x1b[2J\x1b[K\x1b[3X"],
	])("shows %s as they were", (_what, text) => {
		expect(tamed(text)).toBe(text);
		expect(tamed(...text)).toBe(text);
	});

	test.each([
		["the clipboard (OSC 52)", "\x1b]52;c;ZXZpbA==\x07", "\\x1b]52;c;ZXZpbA==\\x07"],
		["a title (OSC 0)", "\x1b]0;root\x1b\\", "\\x1b]0;root\\x1b\\"],
		["a link (OSC 8)", "\x1b]8;;https://x.example\x07", "\\x1b]8;;https://x.example\\x07"],
		["a device string (DCS)", "\x1bP+q544e\x1b\\", "\\x1bP+q544e\\x1b\\"],
		["APC, PM and SOS", "\x1b_a\x1b^b\x1bXc", "\\x1b_a\\x1b^b\\x1bXc"],
		["a move of the window", "\x1b[3;0;0t", "\\x1b[3;0;0t"],
		["a question to the terminal", "\x1b[6n\x1b[c\x05", "\\x1b[6n\\x1b[c\\x05"],
		["a private mode", "\x1b[?1049h\x1b[>4;1m", "\\x1b[?1049h\\x1b[>4;1m"],
		["controls of 8 bits", "\x9d52;c;x\x9c\x9b6n", "\\x9d52;c;x\\x9c\\x9b6n"],
		["a reset", "\x1bc", "\\x1bc"],
		["a sequence that never ends", `\x1b[${"1;".repeat(100)}m`, `\\x1b[${"1;".repeat(100)}m`],
		["an escape within another", "\x1b[3\x1b]0;x\x07m", "\\x1b[3\\x1b]0;x\\x07m"],
		["the beginning of a sequence at its end", "a\x1b[3", "a\\x1b[3"],
	])("writes out %s", (_what, text, written) => {
		expect(tamed(text)).toBe(written);
		expect(tamed(...text)).toBe(written);
	});
});
