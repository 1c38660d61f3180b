// A block that is opened by itself shows what one would see who read everything before it.
import { describe, expect, test } from "vitest";
import { concat, utf8 } from "../../protocol/bytes.ts";
import type { BlockStart } from "../../protocol/read/blocks.ts";
import type { Stream } from "../../protocol/record/records.ts";
import { type BlockRecord, cutBlocks, firstBlock, readerState } from "./blocks.ts";
import { readableReader, textOf } from "./readable.ts";
import type { Drawn } from "./terminal.ts";

const le = (text: string) => Uint8Array.from(Buffer.from(text, "utf16le"));
const recorded = (...pieces: [Stream, string | Uint8Array][]): BlockRecord[] =>
	pieces.map(([kind, text], i) => {
		const bytes = typeof text === "string" ? utf8(text) : text;
		return { n: i + 1, kind, length: bytes.length, bytes };
	});
/** Pieces of a text, each a record. */
const inPieces = (all: Uint8Array, length: number): [Stream, Uint8Array][] =>
	Array.from({ length: Math.ceil(all.length / length) }, (_, i) => [
		"stdout",
		all.subarray(i * length, (i + 1) * length),
	]);
const startsOf = (records: BlockRecord[], page: number | null = null): BlockStart[] => [
	firstBlock(1),
	...cutBlocks(firstBlock(1), records, page).starts,
];
const bytesOf = (records: BlockRecord[], stream: Stream): Uint8Array =>
	concat(...records.flatMap(({ kind, bytes }) => (kind === stream && bytes ? [bytes] : [])));
const shown = (drawn: Drawn[]): string =>
	drawn.map((one) => textOf(one).replaceAll("l", `l<${one.classes}>`)).join("");

/** Each block read by itself, and the whole read at once. */
const both = (records: BlockRecord[], page: number | null = null): [string, string] => {
	const starts = startsOf(records, page);
	const all = bytesOf(records, "stdout");
	const each = starts.map((start, i) => {
		const reader = readableReader(page, readerState(start.carried.stdout, start.stdout));
		const read = reader.read(all.subarray(start.stdout, starts[i + 1]?.stdout));
		return shown([...read, ...(i === starts.length - 1 ? reader.end() : reader.flush())]);
	});
	const whole = readableReader(page);
	return [each.join(""), shown([...whole.read(all), ...whole.end()])];
};

const line = (n: number) => `${`line ${n} `.padEnd(99, ".")}\n`;
const lines = (count: number) => Array.from({ length: count }, (_, n) => line(n)).join("");

describe("blocks of output", () => {
	test("begin at lines' starts about 64 KiB apart, and know how many lines come before", () => {
		const records = recorded(...inPieces(utf8(lines(10_000)), 50_001));
		const starts = startsOf(records);
		expect(starts).toHaveLength(16);
		for (const { stdout, lines } of starts) expect(stdout).toBe(100 * lines.stdout);
		expect(starts[1]).toMatchObject({ n: 2, skip: 65_600 - 50_001, stdout: 65_600 });
		expect(cutBlocks(firstBlock(1), records, null).end).toMatchObject({
			...{ n: 20, stdout: 1_000_000 },
			lines: { stdout: 10_000, stderr: 0 },
		});
	});

	test("are the same wherever finding them went on", () => {
		const records = recorded(...inPieces(utf8(lines(10_000)), 7_000));
		const found = [firstBlock(1)];
		for (let from = firstBlock(1); ; ) {
			const { starts } = cutBlocks(from, records.slice(from.n - 1), null, 100_000);
			found.push(...starts);
			const last = starts.at(-1);
			if (!last) break;
			from = last;
		}
		expect(found).toEqual(startsOf(records));
	});

	test("of both streams count each by itself", () => {
		const one = lines(400);
		const starts = startsOf(recorded(["stdout", one], ["stderr", one], ["stdout", one], ["stderr", one]));
		expect(starts.at(-1)).toMatchObject({ stdout: 80_000, stderr: 51_200 });
	});

	test("of a line without an end are cut in it, never within a character", () => {
		const records = recorded(["stdout", "é".repeat(500_000)]);
		const starts = startsOf(records);
		expect(starts.length).toBe(8);
		for (const { stdout } of starts) expect(stdout % 2).toBe(0);
		expect(starts.at(-1)?.lines.stdout).toBe(0);
	});

	test("end after many small records too", () => {
		const records = recorded(...Array.from({ length: 2_500 }, (): [Stream, string] => ["stdout", "x\n"]));
		expect(startsOf(records).map(({ n }) => n)).toEqual([1, 1_001, 2_001]);
	});

	test("end after large events, where a line ends", () => {
		const event = (n: number): BlockRecord => ({
			n,
			kind: "event",
			length: 60_000,
			bytes: new Uint8Array(60_000),
		});
		const bytes = utf8("half a ");
		const half: BlockRecord = { n: 2, kind: "stdout", length: bytes.length, bytes };
		const rest = utf8("line\n");
		const end: BlockRecord = { n: 4, kind: "stdout", length: rest.length, bytes: rest };
		const records = [event(1), half, event(3), end];
		expect(cutBlocks(firstBlock(1), records, null).starts.map(({ n }) => n)).toEqual([5]);
	});

	test("of erased output count its bytes and no lines", () => {
		const records = recorded(["stdout", lines(1_000)]).map((one) => ({ ...one, bytes: null }));
		expect(cutBlocks(firstBlock(1), records, null)).toEqual({
			starts: [],
			end: { n: 1, stdout: 100_000, stderr: 0, lines: { stdout: 0, stderr: 0 } },
		});
	});

	test.each([
		["plain text", lines(5_000)],
		[
			"colours that go on over lines",
			`\u001b[31m${lines(2_000)}\u001b[1m${lines(2_000)}\u001b[0m${lines(2_000)}`,
		],
		["lines that are drawn over", "10 %\r20 %\r\u001b[Kdone\r\n".repeat(20_000)],
		["UTF-16", Uint8Array.from(Buffer.from(`\ufeff${lines(3_000)}`, "utf16le"))],
		["UTF-16 without a mark", Uint8Array.from(Buffer.from(lines(3_000), "utf16le"))],
		["UTF-16 the other way round", Uint8Array.from(Buffer.from(`\ufeff${lines(3_000)}`, "utf16le").swap16())],
		["bytes that are not text", Uint8Array.from({ length: 300_000 }, (_, i) => (i * 7919) % 251)],
	])("of %s show together what the whole shows", (_what, text) => {
		for (const length of [1_000, 65_536, 400_000]) {
			const all = typeof text === "string" ? utf8(text) : text;
			const [each, whole] = both(recorded(...inPieces(all, length)));
			expect(each === whole).toBe(true);
		}
	});

	test.each([
		["UTF-16 without a mark", le("Name,Caption\r\nPC01,Windows\r\n".repeat(300)), 600, "le"],
		["UTF-16 behind other text", concat(utf8("one\n"), le("PC01\r\nPC02\r\n".repeat(300))), 601, "le"],
		["Russian in it", le("NAME\r\nГотово\r\nЕщё раз\r\n".repeat(200)), 600, "le"],
		["Russian with line feeds alone", le("Готово\nЕщё раз\n".repeat(300)), 600, "bytes"],
		["synchronous idles", utf8(`log line\n${"\x16".repeat(16)}\n`.repeat(300)), 600, "bytes"],
		["half a character at a record's end", utf8("ab\u00e9\n".repeat(1_000)), 1_000, "bytes"],
	] as const)("of %s are read alike in records of any length", (_what, all, lines, mode) => {
		for (const length of [1, 2, 7, 10_000]) {
			const records = recorded(...inPieces(all, length));
			const { end, starts } = cutBlocks(firstBlock(1), records, null);
			expect(end.lines.stdout).toBe(lines);
			for (const { carried } of starts) expect(carried.stdout?.mode ?? "bytes").toBe(mode);
			const [each, whole] = both(records);
			expect(each === whole).toBe(true);
		}
	});

	test("of a code page show together what the whole shows", () => {
		const all = Uint8Array.from({ length: 200_000 }, (_, i) =>
			i % 40 === 39 ? 10 : i % 3 === 0 ? 0x81 : 0x66,
		);
		const [each, whole] = both(recorded(...inPieces(all, 1_000)), 850);
		expect(each === whole).toBe(true);
	});
});
