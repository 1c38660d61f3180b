import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { concat, utf8 } from "../../protocol/bytes.ts";
import { longestLine, type Segment, segmentReader } from "./segments.ts";
import { utf8Text } from "./utf8.ts";

const le = (text: string) => Uint8Array.from(Buffer.from(text, "utf16le"));
const be = (text: string) => Uint8Array.from(Buffer.from(text, "utf16le").swap16());
const bytes = (...values: number[]) => Uint8Array.from(values);

const textOf = (segments: Segment[]): string =>
	segments.map((one) => ("bytes" in one ? utf8Text(one.bytes) : one.text)).join("");

const read = (page: number | null, ...pieces: Uint8Array[]) => {
	const reader = segmentReader(page);
	const text = textOf([...pieces.flatMap(reader.read), ...reader.end()]);
	return { text, as: reader.encodings() };
};

describe("UTF-16", () => {
	const csv = "Node,Caption\r\nPC01,Microsoft Windows 11 Pro\r\n";
	const chinese = "上海\r\n适用于 Linux 的 Windows 子系统\r\n一　二\r\n";

	const twice = [utf8("Name: "), le("PC01\r\n"), utf8("Name: "), le("PC02\r\nup\r\n")];

	test.each([
		["without a mark", le(csv), csv, "UTF-16LE"],
		["big-endian", be(csv), csv, "UTF-16BE"],
		["with its mark", concat(bytes(0xff, 0xfe), le(csv)), csv, "UTF-16LE"],
		["big-endian, with its mark", concat(bytes(0xfe, 0xff), be(csv)), csv, "UTF-16BE"],
		["with a mark and no line's end", concat(bytes(0xff, 0xfe), le("Jürgen")), "Jürgen", "UTF-16LE"],
		["in Chinese after a line of ASCII", le(`WSL\r\n${chinese}`), `WSL\r\n${chinese}`, "UTF-16LE"],
		["after a blank line", le("\r\nNAME\r\n"), "\r\nNAME\r\n", "UTF-16LE"],
		["big-endian, after a blank line", be("\r\n\r\nNAME\r\n"), "\r\n\r\nNAME\r\n", "UTF-16BE"],
		["in Japanese alone", le("日本語\r\nエラー\r\n"), "日本語\r\nエラー\r\n", "UTF-16LE"],
		["with emoji", le("ok 😀\r\n"), "ok 😀\r\n", "UTF-16LE"],
		["with an unfinished last line", le("NAME\r\n* Ubuntu"), "NAME\r\n* Ubuntu", "UTF-16LE"],
		["in ASCII without any line's end", le("PC01 is up"), "PC01 is up", "UTF-16LE"],
		[
			"behind other text, with a mark of its own",
			concat(utf8("a\n"), le("\ufeffPC01\r\n")),
			"a\nPC01\r\n",
			"UTF-16LE",
		],
		["with letters of Malayalam", le("NAME\nമ\nക\n"), "NAME\nമ\nക\n", "UTF-16LE"],
		["in Russian", le("Готово\r\nЕщё раз\r\n"), "Готово\r\nЕщё раз\r\n", "UTF-16LE"],
		["big-endian in Russian", be("Готово\r\nЕщё\r\n"), "Готово\r\nЕщё\r\n", "UTF-16BE"],
		[
			"in German without any line's end",
			le("Kein Zugriff für Jürgen"),
			"Kein Zugriff für Jürgen",
			"UTF-16LE",
		],
		["with half of a character", le("NAME\r\na\ud800b\r\n"), "NAME\r\na\ud800b\r\n", "UTF-16LE"],
		["with private signs", le("NAME\r\n\ue0b0 main\r\n"), "NAME\r\n\ue0b0 main\r\n", "UTF-16LE"],
		[
			"of two files, each with its mark",
			concat(le("\ufeffone\r\n"), le("\ufefftwo\r\n")),
			"one\r\ntwo\r\n",
			"UTF-16LE",
		],
		["behind a prompt", concat(utf8("WSL: "), le("PC01\r\nup\r\n")), "WSL: PC01\r\nup\r\n", "UTF-16LE"],
		["behind a prompt of even length", concat(utf8("Name: "), le("PC01\r\n")), "Name: PC01\r\n", "UTF-16LE"],
		[
			"passed on line by line, as PowerShell does",
			utf8("N\0A\0M\0E\0\r\n\0\r\n\0U\0p\0\r\n\0\r\n\0\r\n"),
			"NAME\n\nUp\n\n\n",
			"UTF-16LE",
		],
		[
			"behind an odd prompt, twice",
			concat(utf8("WSL: "), le("PC01\r\n"), utf8("WSL: "), le("PC02\r\nup\r\n")),
			"WSL: PC01\r\nWSL: PC02\r\nup\r\n",
			"UTF-16LE",
		],
		[
			"in Chinese that begins like one",
			le("OK\r\n公尺一 20\r\nup\r\n"),
			"OK\r\n公尺一 20\r\nup\r\n",
			"UTF-16LE",
		],
		[
			"in Chinese that begins so from the start",
			le("改为开启\r\n完成\r\n"),
			"改为开启\r\n完成\r\n",
			"UTF-16LE",
		],
		[
			"in Chinese that begins so behind ASCII",
			concat(utf8("a\n"), le("作为一个管理员运行\r\n操作成功\r\n")),
			"a\n作为一个管理员运行\r\n操作成功\r\n",
			"UTF-16LE",
		],
		["in Chinese that begins so, with ASCII", le("改为开启 x\r\n"), "改为开启 x\r\n", "UTF-16LE"],
		["behind a prompt, twice", concat(...twice), "Name: PC01\r\nName: PC02\r\nup\r\n", "UTF-16LE"],
		["passed on in text mode", utf8("N\0A\0M\0E\0\r\0\r\n\0U\0p\0\r\0\r\n\0"), "NAME\nUp\n", "UTF-16LE"],
	])("%s is read as such", (_how, of, text, as) => {
		expect(read(null, of)).toEqual({ text, as: [as] });
		expect(read(850, of)).toEqual({ text, as: [as] });
	});

	test("lines of other programs, before and after it, are read by themselves", () => {
		const mixed = concat(
			utf8("before é\nodd\n"),
			le(csv),
			utf8("Done\r\nDone\nzéro\n"),
			le(csv),
			utf8("Done"),
		);
		expect(read(null, mixed)).toEqual({
			text: `before é\nodd\n${csv}Done\r\nDone\nzéro\n${csv}Done`,
			as: ["UTF-8", "UTF-16LE"],
		});
	});

	test.each(["x\r\n", "é\r\n", "€\r\n", "x\r\ny\r\n", "abc\r\n"])(
		"a short line of another program after it isn't part of it: %j",
		(other) => {
			const both = concat(le("Grüße\r\n"), utf8(other));
			expect(read(null, both).text).toBe(`Grüße\r\n${other}`);
			expect(read(null, both.subarray(0, 5), both.subarray(5, 15), both.subarray(15)).text).toBe(
				`Grüße\r\n${other}`,
			);
		},
	);

	test.each([
		["names that end in a null", utf8("a\0bc\0d\0")],
		["an environment", utf8("PATH=/usr/bin:/bin\0HOME=/root\0LANG=C\0")],
		["letters that end in a null, without a line's end", utf8("1\x002\x003\x00")],
		[
			"a program",
			bytes(0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0x3e, 0, 1, 0, 0, 0),
		],
		["a line before a null", utf8("ab\n\0")],
		["zeros", new Uint8Array(40_000)],
		["letters without a null", le("上海").subarray(0, 4)],
		["names of a letter that end in a null", utf8("a\0b\0\n")],
		["small numbers", bytes(1, 2, 3, 4, 5, 6, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 1, 2)],
		["more of them, without a line's end", utf8("a\0b\0c\0d\0")],
		["fields that end in a null", utf8("1\x000\x001\x001\x00\n")],
		["answers that do", utf8("y\0n\0y\0n\0\n")],
		["letters that do", utf8("x\0y\0z\0t\0\n")],
		["a null behind a line", utf8("Success\0\n\0\n")],
		["a line before synchronous idles", utf8(`log line\n${"\x16".repeat(16)}`)],
		["ends of transmission", utf8(`${"\x04".repeat(17)}\n`)],
		["flow control", utf8(`${"\x11\x13".repeat(8)}\n`)],
		["flow control amid text", utf8("a\x11b\x11c\x11d\x11e\x11f\x11g\x11h\x11")],
		["fields between their separators", utf8("1\x1f2\x1f3\x1f4\x1f5\x1f6\x1f7\x1f8\x1f\n")],
		["letters with a control character before each", utf8("\x01a\x01b\x01c\x01d\x01e\x01f\x01g\x01h\n")],
		["Russian with line feeds alone", le("Готово\nЕщё\n")],
		["Greek without any line's end", le("Δεν επιτρέπεται")],
	])("%s isn't taken for it", (_what, of) => {
		const shown = { text: utf8Text(of), as: expect.not.arrayContaining(["UTF-16LE"]) };
		expect(read(null, of)).toEqual(shown);
		expect(read(null, ...Array.from(of, (byte) => bytes(byte)))).toEqual(shown);
	});
});

describe("a code page", () => {
	const german = bytes(...utf8("Zugriff f"), 0x81, ...utf8("r J"), 0x81, ...utf8("rgen verweigert\r\n"));

	test("reads the lines that aren't UTF-8", () => {
		const mixed = concat(utf8("plain\n"), german, utf8("Größe\n"));
		expect(read(850, mixed)).toEqual({
			text: "plain\nZugriff für Jürgen verweigert\r\nGröße\n",
			as: ["code page 850", "UTF-8"],
		});
		expect(read(437, german).text).toBe("Zugriff für Jürgen verweigert\r\n");
	});

	test("that isn't known leaves their bytes", () => {
		const left = { text: "Zugriff f\udc81r J\udc81rgen verweigert\r\n", as: ["UTF-8"] };
		expect(read(null, german)).toEqual(left);
		expect(read(12345, german)).toEqual(left);
	});

	test("leaves lines alone that hold what no text does", () => {
		const noise = bytes(0x81, 0x02, 0x9a, 0x0a);
		expect(read(850, noise)).toEqual({ text: "\udc81\x02\udc9a\n", as: [] });
	});
});

test("a UTF-8 mark is encoding, not text", () => {
	expect(read(null, concat(bytes(0xef, 0xbb, 0xbf), utf8("a\n")))).toEqual({ text: "a\n", as: [] });
	expect(read(null, utf8("a\ufeffb\n")).text).toBe("a\ufeffb\n");
});

test("so is that of a later program or file, at the start of its line", () => {
	const two = utf8("\ufeffa;b\r\n1;2\r\n\ufeffa;b\r\n\ufeffé\n");
	expect(read(null, two)).toEqual({ text: "a;b\r\n1;2\r\na;b\r\né\n", as: ["UTF-8"] });
	expect(read(850, concat(utf8("x\n\ufeff"), bytes(0x81, 0x0a))).text).toBe("x\nü\n");
});

test("only lines that a terminal would draw come by themselves", () => {
	const reader = segmentReader(null);
	const came = reader.read(utf8("one\r\ntwo\nabc\rd\n\x1b[31mred\nthree\n"));
	expect(came.map((one) => ("bytes" in one ? "plain" : one.text))).toEqual([
		"plain",
		"abc\rd\n",
		"\x1b[31mred\n",
		"plain",
	]);
});

test("an unfinished line is held, can be looked at, and is let go without half a character", () => {
	const reader = segmentReader(null);
	expect(reader.read(utf8("10 %\r20 %"))).toEqual([]);
	expect(textOf(reader.peek())).toBe("10 %\r20 %");
	expect(textOf(reader.peek())).toBe("10 %\r20 %");
	expect(reader.read(utf8("é\r").subarray(0, 1))).toEqual([]);
	expect(textOf(reader.flush())).toBe("10 %\r20 %");
	expect(textOf([...reader.read(utf8("é\r\n").subarray(1)), ...reader.end()])).toBe("é\r\n");
});

test("a line without an end is held only so long", () => {
	const reader = segmentReader(null);
	expect(textOf(reader.read(new Uint8Array(longestLine * 3 + 5).fill(0x61)))).toHaveLength(longestLine * 3);
	expect(textOf(reader.end())).toHaveLength(5);
});

test.each([
	["big-endian", bytes(0x4e, 0x00, 0x4e, 0x0a)],
	["little-endian", bytes(0x00, 0x4e, 0x0a, 0x4e)],
])("1 MiB of lines of which each might begin endless UTF-16, %s, is judged at once", (_order, line) => {
	const all = Uint8Array.from({ length: 2 ** 20 }, (_, i) => line[i % line.length] ?? 0);
	// Of this process, whatever else the machine does.
	const start = process.cpuUsage();
	expect(read(null, all).as).toEqual([]);
	expect(process.cpuUsage(start).user).toBeLessThan(4_000_000);
});

const lines = [
	"plain\r\n",
	"\n",
	"10 %\r20 %\r\n",
	"\x1b[31mred\x1b[0m\n",
	"é漢😀\n",
	"no end",
	"\0\0\n",
	"a\0",
].map(utf8);
const others = [
	le("NAME\r\n"),
	le("上海 x\r\n"),
	be("PC01\r\n"),
	le("P"),
	bytes(0x81, 0x0a),
	bytes(0xff, 0xfe),
	bytes(0x0a, 0x4e),
	bytes(0x00),
	new Uint8Array(9_000).fill(0x78),
	le("Готово\n"),
	utf8("\x16\x16\x16\n"),
	le("\ud800\ue000 x\r\n"),
	utf8("\ufeffa\n"),
	utf8("Name: "),
	utf8("WSL: "),
	le("改为开启 x\r\n"),
	utf8("N\0A\0M\0E\0\r\n"),
	utf8("\0\r\n"),
];

test("what is read is the same wherever the bytes are cut, and nothing is lost", () => {
	const output = fc.array(fc.constantFrom(...lines, ...others), { maxLength: 12 });
	const cuts = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 6 });
	fc.assert(
		fc.property(output, cuts, fc.constantFrom(null, 850, 932), (parts, sizes, page) => {
			const all = concat(...parts);
			const pieces: Uint8Array[] = [];
			for (let at = 0, i = 0; at < all.length; i++) {
				const size = (sizes[i % sizes.length] ?? 1) * (all.length > 5_000 ? 100 : 1);
				pieces.push(all.subarray(at, at + size));
				at += size;
			}
			expect(read(page, ...pieces)).toEqual(read(page, all));
		}),
		{ numRuns: 1_000, seed: 3 },
	);
});
