import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { concat, utf8 } from "../../protocol/bytes.ts";
import { mostCells } from "./cells.ts";
import { decodedText, readableReader, textOf } from "./readable.ts";

const read = (...pieces: (string | Uint8Array)[]) => {
	const reader = readableReader(null);
	const all = pieces.map((piece) => (typeof piece === "string" ? utf8(piece) : piece));
	const drawn = [...all.flatMap(reader.read), ...reader.end()];
	return { drawn, text: drawn.map(textOf).join(""), ...reader.reading() };
};
const shows = (...pieces: string[]) => read(...pieces).text;

describe("a line is shown as a terminal would leave it", () => {
	test.each([
		["CR LF ends a line", "Start pending\r\nRunning\r\n", "Start pending\nRunning\n"],
		["so does CR CR LF", "one\r\r\ntwo\r\n", "one\ntwo\n"],
		["a carriage return draws over", "10 %\r100 %\n", "100 %\n"],
		["what isn't drawn over stays", "Downloading\rDone\n", "Doneloading\n"],
		["ESC[K clears to the end", "Downloading\rDone\x1b[K\n", "Done\n"],
		["ESC[1K clears to the cursor", "abcdef\x1b[3D\x1b[1K\n", "    ef\n"],
		["ESC[2K clears the line", "abc\x1b[2K\rd\n", "d\n"],
		["the cursor stays there", "abc\x1b[2Kd\n", "   d\n"],
		["a backspace steps back", "12%\b\b\b13%\n", "13%\n"],
		["the cursor moves within the line", "abc\x1b[2Dx\x1b[Cy\x1b[1Gz\n", "zxcy\n"],
		["characters are taken, blanked and pushed aside", "abcdef\r\x1b[2P\x1b[X\x1b[C\x1b[2@\n", "   def\n"],
		["a tab goes to the next stop where the line is drawn", "a\tb\rX\n", "X       b\n"],
		["tabs of other lines stay", "a\tb\n", "a\tb\n"],
		["a cursor that is hidden leaves nothing", "\x1b[?25lab\x1b[?25h\n", "ab\n"],
		["wide characters take two cells", "日本\rab\n", "ab本\n"],
		["half of a wide character is a blank", "日本\r\x1b[Cx\n", " x本\n"],
		["marks stay on their letter", "e\u0301x\rE\n", "Ex\n"],
		["a mark on a blank is kept", "ab\x1b[1K\u0301x\r\x1b[3C\u0301\n", "  \u0301x\u0301\n"],
		["a return to the start alone changes nothing", "done\r", "done"],
		["ESC[J clears to the end, as nothing is below", "Working 10 %\r\x1b[JDone\n", "Done\n"],
		["the cursor goes back to where it was kept", "At \x1b[s10 %\x1b[u20 %\x1b[u100 %\n", "At 100 %\n"],
		["and so with older sequences", "At \x1b710 %\x1b820 %\x1b8100 %\n", "At 100 %\n"],
		["but not from another line", "\x1b7\x1b[24;0fbar\x1b8text\n", "\x1b[24;0fbar\x1b8text\n"],
		["nor to one", "a\x1b8b\n", "a\x1b8b\n"],
		["what only a taskbar shows leaves nothing", "\x1b]9;4;1;50\x1b\\a\x1b]9;4;0;0\x07\n", "a\n"],
		[
			"what says how keys and the cursor are leaves nothing",
			"\x1b[?1h\x1b=\x1b[2 qa\x1b[?2026l\x1b>\n",
			"a\n",
		],
		["a shift to the usual letters leaves nothing", "a\x0f b\n", "a b\n"],
		["what stays in the text takes no cell", "\x1b]0;t\x07abc\rxyz\n", "\x1b]0;t\x07xyz\n"],
		["nor does it amid the line", "ab\x1b]0;t\x07cd\rxy\x1b[2CX\n", "xy\x1b]0;t\x07cdX\n"],
		[
			"a link's target stays where the line is cleared",
			"\x1b]8;;http://evil\x07\x1b[K click \x1b]8;;\x07\n",
			"\x1b]8;;http://evil\x07 click \x1b]8;;\x07\n",
		],
		[
			"so does it amid the line",
			"go \x1b]8;;http://evil\x07\r\x1b[2Kclick\n",
			"\x1b]8;;http://evil\x07click\n",
		],
		["so does what conceals", "\x1b[8m\x1b[K pass\n", "\x1b[8m pass\n"],
		[
			"what conceals is said again where the line is drawn again",
			"user \x1b[8mhunter2\x1b[28m\r\x1b[2Kuser \x1b[8mhunter3\x1b[28m!\n",
			"\x1b[8muser \x1b[8mhunter3!\n",
		],
		[
			"each link ends, where it is drawn over and over",
			`${"\r\x1b[K\x1b]8;;u\x07at\x1b]8;;\x07".repeat(3)}!\n`,
			"\x1b]8;;\x07\x1b]8;;u\x07at\x1b]8;;\x07!\n",
		],
		["so does a title", "\x1b]0;npm install\x07\x1b[K added\n", "\x1b]0;npm install\x07 added\n"],
		["and below what is taken away", "ab\x1b]0;t\x07c\r\x1b[3Px\n", "\x1b]0;t\x07x\n"],
		["it moves with what is pushed aside", "a\x1b]0;t\x07b\r\x1b[2@\n", "  a\x1b]0;t\x07b\n"],
		["a title at each step is there once", "\r\x1b]0;t\x07 1 %\r\x1b]0;t\x07 2 %\n", "\x1b]0;t\x07 2 %\n"],
		["a line that was empty and is cleared has no moves", "\x1b[1A\x1b[2K\rdone\n", "done\n"],
		[
			"a move to another line keeps what was drawn",
			"a done\r\x1b[1B b failed\r\x1b[1B c done\n",
			"a done\x1b[1B b failed\x1b[1B c done\n",
		],
		[
			"also where the other one is cleared",
			"\x1b[2A\x1b[2K a done\r\x1b[1B\x1b[2K b FAILED: no space\r\x1b[1B\x1b[2K c done\r\x1b[1B\n",
			" a done\x1b[1B b FAILED: no space\x1b[1B c done\x1b[1B\n",
		],
		["and drawn over by blanks", "Error\x1b[1B\r     \n", "Error\x1b[1B     \n"],
		[
			"to a place of the screen",
			"one\x1b[5;1Htwo\r\x1b[3dxyz\x1b[Hw\n",
			"one\x1b[5;1Htwo\x1b[3dxyz\x1b[Hw\n",
		],
		["by older sequences", "one\x1bM\rtwo\x1bD\rxyz\x1b8\rw\n", "one\x1bMtwo\x1bDxyz\x1b8w\n"],
		["and where lines are pushed aside", "one\r\x1b[Ltwo\r\x1b[2Jxyz\n", "one\x1b[Ltwo\x1b[2Jxyz\n"],
		["lines end by themselves", "a\rb", "b"],
	])("%s", (_what, output, text) => {
		expect(shows(output)).toBe(text);
		expect(shows(...output)).toBe(text);
	});

	test("winget's spinner and bar leave the bar and the last line", () => {
		const spinner = "   - \r   \\ \r   | \r   / \r".repeat(60);
		const bar = "\x1b[?25l\r  ██████████  2.10 MB / 2.10 MB\r\nSuccessfully installed\r\n";
		const { text, overdrawn } = read(spinner + bar);
		expect(text).toBe("  ██████████  2.10 MB / 2.10 MB\nSuccessfully installed\n");
		expect(overdrawn).toBe(true);
		expect(shows(spinner.repeat(200) + bar)).toBe(text);
	});

	// https://github.com/microsoft/winget-cli/blob/master/src/AppInstallerCLICore/ExecutionProgress.cpp
	test("winget's bar in its accent colour leaves its last state", () => {
		const block = (sign: string) => `\x1b[38;2;0;120;215m\x1b[48;2;0;40;71m${sign}`;
		const bar = (blocks: string, size: string) =>
			`\x1b[0m\r  ${[...blocks].map(block).join("")}\x1b[0m  ${size}\x1b]9;4;1;50\x1b\\`;
		const all = `${bar("█▌ ", "1.00 MB / 2.10 MB")}${bar("███", "2.10 MB / 2.10 MB")}\r\n\x1b]9;4;0;0\x1b\\Done\r\n`;
		expect(shows(all)).toBe("  ███  2.10 MB / 2.10 MB\nDone\n");
	});

	test("only what was drawn over is said to be", () => {
		expect(read("a\r\nb\x1b[31mc\rbc\n").overdrawn).toBe(false);
		expect(read("ab\rc\n").overdrawn).toBe(true);
		expect(read("ab\r\x1b[K\n").overdrawn).toBe(true);
	});
});

describe("nothing but plain colours and moves within the line takes effect", () => {
	test.each([
		"\x1b[2Jgone",
		"\x1b[1Aup",
		"\x1b[5;1Helsewhere",
		"\x1b]0;title\x07",
		"\x1b]8;;https://example.com\x1b\\link\x1b]8;;\x1b\\",
		"\x1b]52;c;cm0gLXJmIC8=\x07",
		"\x1bP1$tq\x1b\\",
		"\x1b[8mconcealed",
		"\x1b[8;31mconcealed and red",
		"\x9b2J",
		"bell\x07",
		"\x1b[",
		"\x1b",
		"\x1b]0;never ends",
	])("%j stays in the text, to be shown escaped", (output) => {
		expect(shows(output)).toBe(output);
		expect(shows(`${output}\n`)).toBe(`${output}\n`);
	});

	test.each([
		["a background", "\x1b[41mA\x1b[49mB", "AB"],
		["a background beside a colour", "\x1b[30;42mA\x1b[0m", "A"],
		["one of 256 colours", "\x1b[38;5;70m━\x1b[0m", "━"],
		["any colour, before and behind", "\x1b[38;2;0;120;215;48;2;0;40;71m█\x1b[0m", "█"],
		["with colons", "\x1b[4:3mA\x1b[38:2::1:2:3mB\x1b[m", "AB"],
		["inverse, struck out, blinking", "\x1b[7mA\x1b[27;9mB\x1b[29;5mC\x1b[25m", "ABC"],
	])("%s isn't shown, and leaves nothing", (_what, output, text) => {
		expect(shows(`${output}\n`)).toBe(`${text}\n`);
		expect(shows(`x\r${output}\n`)).toBe(`${text}\n`);
	});

	test.each([
		["\x1b[38;5;1mA", "a-red"],
		["\x1b[38;5;9mA", "a-red"],
		["\x1b[31;48;5;2;1mA", "a-red a-bold"],
		["\x1b[31m\x1b[38;5;70mA", ""],
		["\x1b[38;2;1;3;4mA", ""],
		["\x1b[4:0mA", ""],
		["\x1b[4:3mA", "a-underline"],
		["\x1b[31;44mA", "a-red"],
		["\x1b[38;5mA", ""],
	])("%j is shown as %j", (output, classes) => {
		expect(read(`${output}\n`).drawn[0]).toEqual({ text: "A", classes });
	});

	test("colours hold until they are taken back, also across lines and cuts", () => {
		const [first, ...rest] = read("a\x1b[3", "1;1mred\nmore\n", "\x1b[0mb\rc\n").drawn;
		expect(first).toEqual({ text: "a", classes: "" });
		expect(rest.map((one) => [textOf(one), one.classes])).toEqual([
			["red", "a-red a-bold"],
			["\n", ""],
			["more\n", "a-red a-bold"],
			["c", ""],
			["\n", ""],
		]);
	});

	test("bytes that are no text are kept as they are, whatever else their line holds", () => {
		const noise = Uint8Array.of(0x61, 0x0d, 0x01, 0x08, 0x1b, 0x5b, 0x4b, 0xff, 0x0a);
		expect(read(noise).text).toBe("a\r\x01\b\x1b[K\udcff\n");
	});
});

test("an unfinished line can be looked at, and begins anew once something else was shown after it", () => {
	const reader = readableReader(null);
	const text = (drawn: ReturnType<typeof reader.read>) => drawn.map(textOf).join("");
	expect(text(reader.read(utf8("one\n10 %\r20 %")))).toBe("one\n");
	expect(text(reader.peek())).toBe("20 %");
	expect(text(reader.read(utf8("\r30 %")))).toBe("");
	expect(text(reader.peek())).toBe("30 %");
	expect(text(reader.flush())).toBe("30 %");
	expect(text(reader.read(utf8("\r40 %\n")))).toBe("40 %\n");
	expect(text(reader.end())).toBe("");
});

test("bytes can be decoded alone, with nothing drawn over", () => {
	const german = Uint8Array.from("secret\rJ\x81rgen\n", (one) => one.charCodeAt(0));
	expect(decodedText(german, 850)).toBe("secret\rJürgen\n");
	expect(decodedText(Uint8Array.from(Buffer.from("PC01\r\n", "utf16le")), null)).toBe("PC01\r\n");
});

test("a line without an end is bounded, and nothing of it is lost", () => {
	const bar = "x\r".repeat(100_000);
	expect(shows(bar)).toBe("x");
	const long = "0123456789".repeat(100_000);
	expect(shows(long)).toBe(long);
	expect(shows(`\ry${long}`)).toBe(`y${long}`);
	const marks = `a${"\u0301".repeat(100_000)}`;
	expect(shows(`\r${marks}`)).toBe(marks);
});

test("moves past the line's end make it little longer", () => {
	expect(shows("\x1b[99999Cx\n".repeat(100)).length).toBeLessThan(100 * 210);
	expect(shows("a\x1b[99999G\x1b[99999Gx\n").length).toBeLessThan(210);
});

test("a line that only blanks lengthen is bounded too", () => {
	const text = shows(`x\r${"\x1b[200@".repeat(2 ** 20 / 6)}`);
	expect(text.trim()).toBe("x");
	expect(text.length).toBeLessThan(mostCells + 210);
});

describe("a sequence that would cost too much stays in the text, to be shown escaped", () => {
	const full = "x".repeat(8_000);
	test.each([
		["cleared to the cursor", `${full}`, "\x1b[1K"],
		["blanked", `${full}\r`, "\x1b[8000X"],
	])("a full line that is %s over and over", (_what, line, sequence) => {
		const { text, undrawn } = read(`${line}${sequence.repeat(4_000)}\n`);
		expect(text).toContain(sequence.slice(0, 4));
		expect(undrawn).toBe(true);
	});

	test("what programs draw is far from that", () => {
		const wide = "#".repeat(200);
		const bar = Array.from({ length: 500 }, (_, n) => `\x1b[2K\r${wide}${n}\x1b[1G\x1b[K${n} %`).join("");
		expect(read(`${bar}\n`)).toMatchObject({ text: "499 %\n", overdrawn: true });
		expect(read(`${bar}\n`)).not.toHaveProperty("undrawn");
		const blanked = `${wide}${"\r\x1b[200X".repeat(100)}\n`;
		expect(read(blanked)).not.toHaveProperty("undrawn");
	});

	test("what was not drawn is the same wherever the bytes are cut", () => {
		const output = `${"x".repeat(900)}${"\x1b[1K\x1b[5D".repeat(200)}y\n`;
		const pieces = Array.from({ length: Math.ceil(output.length / 7) }, (_, i) =>
			output.slice(7 * i, 7 * i + 7),
		);
		expect(read(...pieces).text).toBe(read(output).text);
		expect(read(...pieces).undrawn).toBe(true);
	});
});

test("a line that is cleared and drawn as often as may be stays one line", () => {
	const columns = "#".repeat(100);
	expect(shows(`${`${columns}\r\x1b[K`.repeat(1_000)}done\n`)).toBe("done\n");
	expect(shows(`${`${columns}\r\x1b[100P`.repeat(1_000)}done\n`)).toBe("done\n");
});

test("what is shown is the same wherever the bytes are cut", () => {
	const part = fc.constantFrom(
		...["a", "bc\n", "\r", "\b", "\r\n", "\t", "é", "漢", "\x1b[K", "\x1b[2D", "\x1b[31m", "\x1b[0m"],
		...["\x1b]0;t\x07", "\x1b", "[", "\x1b[2J", "\x01", "😀", "e\u0301", "\x1b[5C", "\n"],
	);
	const cuts = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 5 });
	fc.assert(
		fc.property(fc.array(part, { maxLength: 30 }), cuts, (parts, sizes) => {
			const all = concat(...parts.map(utf8));
			const pieces: Uint8Array[] = [];
			for (let at = 0, i = 0; at < all.length; i++) {
				pieces.push(all.subarray(at, at + (sizes[i % sizes.length] ?? 1)));
				at += sizes[i % sizes.length] ?? 1;
			}
			expect(read(...pieces).text).toBe(read(all).text);
		}),
		{ numRuns: 2_000, seed: 5 },
	);
});
