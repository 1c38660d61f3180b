import { describe, expect, test } from "vitest";
import { utf8 } from "../../protocol/bytes.ts";
import { type OutputReader, outputReader, type Row, rowsHtml, type Shown } from "./output.ts";
import { usual } from "./stream.ts";

const out = (text: string | Uint8Array): Shown => piece("stdout", text);
const err = (text: string | Uint8Array): Shown => piece("stderr", text);
const piece = (kind: "stdout" | "stderr", text: string | Uint8Array): Shown => {
	const bytes = typeof text === "string" ? utf8(text) : text;
	return {
		kind,
		at: 1_705_078_053_000_000,
		offset: 0,
		length: bytes.length,
		bytes,
		note: null,
		inside: [],
		left: false,
		last: false,
	};
};
const end: Shown = { ...out(""), kind: "event", bytes: null, last: true };
const note = (text: string): Shown => ({ ...end, note: text, last: false });

const inTerminal = { page: null, ...usual };
const show = (...records: Shown[]) => {
	const { read, open } = outputReader(inTerminal);
	return [...records.flatMap(read), ...open()];
};
const drawn = (rows: Row[]) => String(rowsHtml("r_g1", rows));
const rendered = (...records: Shown[]) => drawn(show(...records));
const streams = (...records: Shown[]) => show(...records).map(({ stream }) => stream);
/** The text of each row, without markup. */
const texts = (rows: Row[]) =>
	drawn(rows)
		.split('<div class="text">')
		.slice(1)
		.map((text) => (text.split("</div></div>")[0] ?? "").replaceAll(/<[^>]*>/g, "").replace(/\n$/, ""));
/** Where each row begins in its stream, and which line it is. */
const places = (rows: Row[]) =>
	rows.flatMap((row) => (row.stream === "note" ? [] : [[row.stream, row.offset, row.line + 1, row.first]]));
/** Records of one stream in a row, each with its offset. */
const inRow = (kind: "stdout" | "stderr", ...bytes: (string | Uint8Array)[]): Shown[] => {
	let offset = 0;
	return bytes.map((one) => {
		const made = { ...piece(kind, one), offset };
		offset += made.length;
		return made;
	});
};

describe("output as it is shown", () => {
	test("keeps the order of arrival: a row for each line and each turn of a stream", () => {
		expect(streams(out("a"), out("b\n"), err("x"), out("c"), note("said"), out("d"))).toEqual([
			"stdout",
			"stderr",
			"stdout",
			"note",
			"stdout",
		]);
	});

	test("marks where a stream goes on in words, not by colour alone", () => {
		const marks = [...rendered(err("x\ny\n"), out("z")).matchAll(/class="mark">(\w*)</g)].map(
			([, mark]) => mark,
		);
		expect(marks).toEqual(["err", "", "out"]);
	});

	test("numbers each stream's lines, and knows where each begins", () => {
		const [a, b, c] = inRow("stdout", "one\ntwo", "\nthree\n", "four");
		const [x] = inRow("stderr", "oops\n");
		if (!a || !b || !c || !x) throw new Error("records are missing");
		expect(places(show(a, x, b, c))).toEqual([
			["stdout", 0, 1, true],
			["stdout", 4, 2, true],
			["stderr", 0, 1, true],
			["stdout", 7, 2, false],
			["stdout", 8, 3, true],
			["stdout", 14, 4, true],
		]);
		expect(rendered(a)).toContain('href="#r_g1.stdout.4" data-no="2"');
	});

	test("knows the places of lines in UTF-16, and of those that are drawn over", () => {
		const wide = Uint8Array.from(Buffer.from("\ufeffone\r\naĊtw\r\nthree", "utf16le"));
		expect(places(show(...inRow("stdout", wide)))).toEqual([
			["stdout", 0, 1, true],
			["stdout", 12, 2, true],
			["stdout", 24, 3, true],
		]);
		expect(places(show(...inRow("stdout", "1 %\r", "2 %\r3 %\nnext\n")))).toEqual([
			["stdout", 0, 1, true],
			["stdout", 12, 2, true],
		]);
	});

	test("shows a line of 2 MB in pieces, each told as such, and no more of it lost", () => {
		const rows = show(...inRow("stdout", "x".repeat(2_000_000), "y\nnext\n"));
		expect(rows.length).toBeGreaterThan(100);
		expect(rows.filter((row) => row.stream !== "note" && row.first)).toHaveLength(2);
		for (const text of texts(rows)) expect(text.length).toBeLessThan(40_000);
		expect(texts(rows).join("")).toBe(`${"x".repeat(2_000_000)}ynext`);
		expect(drawn(rows.slice(1, 2))).toContain("it is shown in pieces");
		expect(places(rows).at(-1)).toEqual(["stdout", 2_000_002, 2, true]);
	});

	test("goes on from a block's start with what is carried there", () => {
		const style = { colour: "red", bold: false, dim: false, italic: false, underline: false };
		const carried = { mode: "bytes" as const, rest: btoa("\xc3"), held: "", style };
		const reader = outputReader(inTerminal, {
			...{ stdout: 1_000, stderr: 50, lines: { stdout: 20, stderr: 3 } },
			carried: { stdout: carried, stderr: null },
		});
		const rows = reader.read({ ...out(Uint8Array.of(0xa9, 0x0a)), offset: 1_000 });
		expect(drawn(rows)).toContain('<span class="a-red">é');
		expect(places(rows)).toEqual([["stdout", 1_000, 21, true]]);
		expect(places(reader.read({ ...err("x\n"), offset: 50 }))).toEqual([["stderr", 50, 4, true]]);
	});

	test("joins a character and a colour that records cut", () => {
		const [first, second] = [utf8("é").subarray(0, 1), utf8("é").subarray(1)];
		expect(rendered(out(first), err("!"), out(second), end)).toContain(">é<");
		expect(rendered(out("\u001b[3"), out("1mred"))).toContain('<span class="a-red">red</span>');
	});

	test("is inert: markup, escapes and direction changes are text", () => {
		const html = rendered(out("</script><img src=x onerror=alert(1)>\u001b]0;x\u0007\u202e"));
		expect(html).not.toMatch(/<img|<\/script/);
		expect(html).toContain("\\x1b");
		expect(html).toContain("⟨U+202E⟩");
	});

	test("shows bytes that are not text, an escape at the very end, and what was erased", () => {
		expect(rendered(out(Uint8Array.of(0xff, 0x41)))).toContain("\\xff</span>A");
		expect(rendered(out("a\u001b"), end)).toContain("\\x1b");
		expect(rendered({ ...out("four"), bytes: null })).toContain("4 bytes erased");
	});

	test("does not make an element of every byte of binary output", () => {
		const html = rendered(out(new Uint8Array(100_000)));
		expect(html.split('<span class="chr"').length).toBeLessThan(20);
		expect(html.split("\\x00").length).toBe(100_001);
	});

	test("an unfinished line is drawn over by what follows it, and no longer once something came after it", () => {
		const { read, open } = outputReader(inTerminal);
		expect(read(out("10 %\r20 %"))).toEqual([]);
		expect(texts(open())).toEqual(["20 %"]);
		expect(texts([...read(out("\r30 %")), ...open()])).toEqual(["30 %"]);
		expect(texts([...read(err("failed\n")), ...read(out("\r40 %\n"))])).toEqual(["30 %", "failed", "40 %"]);
	});

	test("is read by the code page of its run, each stream in its own encoding", () => {
		const { read, reading } = outputReader({ page: 850, ...usual });
		const rows = [
			...read(out(Uint8Array.of(0x66, 0x81, 0x72, 0x0d, 0x0a))),
			...read(err(Uint8Array.from(Buffer.from("PC01\r\n", "utf16le")))),
		];
		expect(texts(rows)).toEqual(["für", "PC01"]);
		expect(reading()).toEqual({ as: ["code page 850", "UTF-16LE"], overdrawn: false });
	});

	const hostile = "10 %\r\u001b[31mred\u001b]0;title\u0007\u001b]52;c;eA==\u0007\r\n";
	const shownAs = (as: "terminal" | "text" | "raw", controls: boolean): string[] => {
		const reader: OutputReader = outputReader({ page: null, as, controls });
		return texts([...reader.read(out(hostile)), ...reader.read(end)]);
	};

	test("raw shows every byte, and nothing takes effect", () => {
		expect(shownAs("raw", false)).toEqual([
			"10 %\\x0d\\x1b[31mred\\x1b]0;title\\x07\\x1b]52;c;eA==\\x07\\x0d",
		]);
	});

	test("as text nothing is drawn over, and sequences are left out unless control characters are wanted", () => {
		expect(shownAs("text", false)).toEqual(["10 %\\x0dred"]);
		expect(shownAs("text", true)).toEqual(shownAs("raw", true));
	});

	test("as a terminal colours and returns take effect; titles and the clipboard's sequences are text", () => {
		expect(shownAs("terminal", false)).toEqual(["red\\x1b]0;title\\x07\\x1b]52;c;eA==\\x07%"]);
		expect(shownAs("terminal", true)).toEqual(shownAs("raw", true));
		expect(shownAs("raw", true)).toEqual(shownAs("raw", false).map((line) => `${line}\\x0a`));
	});
});
