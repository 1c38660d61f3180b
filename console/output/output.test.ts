import { describe, expect, test } from "vitest";
import { utf8 } from "../../protocol/bytes.ts";
import { outputReader, type Shown, strips } from "./output.ts";

const out = (text: string | Uint8Array): Shown => piece("stdout", text);
const err = (text: string | Uint8Array): Shown => piece("stderr", text);
const piece = (kind: "stdout" | "stderr", text: string | Uint8Array): Shown => {
	const bytes = typeof text === "string" ? utf8(text) : text;
	return { kind, at: 1_705_078_053_000_000, length: bytes.length, bytes, note: null, last: false };
};
const end: Shown = { ...out(""), kind: "event", bytes: null, last: true };
const note = (text: string): Shown => ({ ...end, note: text, last: false });

const show = (...records: Shown[]) => {
	const { read, open } = outputReader({ page: null });
	return [...records.flatMap(read), ...open()];
};
const rendered = (...records: Shown[]) => String(strips(show(...records)).strips);
const streams = (...records: Shown[]) =>
	show(...records)
		.filter(({ fresh }) => fresh)
		.map(({ stream }) => stream);

describe("output as it is shown", () => {
	test("keeps the order of arrival: a strip for each turn of a stream", () => {
		expect(streams(out("a"), out("b\n"), err("x"), out("c"), note("said"), out("d"))).toEqual([
			"stdout",
			"stderr",
			"stdout",
			"note",
			"stdout",
		]);
	});

	test("marks each strip in words, not by colour alone", () => {
		expect(rendered(err("x"))).toContain('<span class="mark">err</span>');
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
		expect(html.split("<span").length).toBeLessThan(20);
		expect(html.split("\\x00").length).toBe(100_001);
	});

	test("a flood comes in strips that are laid out one by one, at lines' ends where there are any", () => {
		const empty = show(out("\n".repeat(1_000_000)));
		expect(empty.filter(({ fresh }) => fresh).length).toBeGreaterThan(25);
		const lines = String(strips(show(out("0123456789 and so on\n".repeat(50_000)))).strips).split(
			'<div class="strip',
		);
		expect(lines.length).toBeGreaterThan(25);
		for (const strip of lines.slice(1)) expect(strip).toMatch(/\n<\/span><\/div><\/div>$/);
		const oneLine = String(strips(show(out("x".repeat(1_000_000)))).strips);
		expect(oneLine.split('<div class="strip').length).toBeGreaterThan(6);
		expect(oneLine.match(/x{2,}/g)?.join("")).toHaveLength(1_000_000);
	});

	test("an unfinished line is drawn over by what follows it, and no longer once something came after it", () => {
		const { read, open } = outputReader({ page: null });
		const html = (pieces: ReturnType<typeof read>) => String(strips(pieces).strips);
		expect(read(out("10 %\r20 %"))).toEqual([]);
		expect(html(open())).toContain(">20 %<");
		expect(html([...read(out("\r30 %")), ...open()])).toContain(">30 %<");
		const after = html([...read(err("failed\n")), ...read(out("\r40 %\n"))]);
		expect(
			after
				.replaceAll(/<[^>]*>/g, " ")
				.replaceAll(/\s+/g, " ")
				.trim(),
		).toBe("out 30 % err failed out 40 %");
	});

	test("is read by the code page of its run, each stream in its own encoding", () => {
		const { read, reading } = outputReader({ page: 850 });
		const pieces = [
			...read(out(Uint8Array.of(0x66, 0x81, 0x72, 0x0d, 0x0a))),
			...read(err(Uint8Array.from(Buffer.from("PC01\r\n", "utf16le")))),
		];
		expect(String(strips(pieces).strips)).toMatch(/>für\n<[\s\S]*>PC01\n</);
		expect(reading()).toEqual({ as: ["code page 850", "UTF-16LE"], overdrawn: false });
	});

	test("raw shows every byte, and nothing takes effect", () => {
		const { read } = outputReader({ page: 850, raw: true });
		const html = String(strips(read(out("10 %\r\u001b[31mred\r\n"))).strips);
		expect(html).toContain('10 %<span class="chr"');
		expect(html.match(/\\x0d/g)).toHaveLength(2);
		expect(html).toContain("\\x1b");
	});

	test("pages join: what continues a strip comes without one", () => {
		const { read } = outputReader({ page: null });
		read(out("a\n"));
		const next = strips([...read(out("b\n")), ...read(err("c\n"))]);
		expect(String(next.continued)).toContain(">b\n<");
		expect(String(next.strips).match(/class="strip/g)).toHaveLength(1);
	});
});
