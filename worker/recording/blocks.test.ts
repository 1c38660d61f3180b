// A recording's blocks: found in steps, kept, and each read with what was reported of it later.
import { beforeEach, expect, test } from "vitest";
import { utf8 } from "../../protocol/bytes.ts";
import { eventBytes, type RunEvent, type Stream } from "../../protocol/record/records.ts";
import { migrate } from "../durable/sql.ts";
import { memoryStorage } from "../workspace/testing/sql.ts";
import { blockContents, blocksAfter, findMore } from "./blocks.ts";
import { type RecordingStore, recordingStore } from "./store.ts";
import { migrations } from "./tables.ts";

let store: RecordingStore;
beforeEach(() => {
	const storage = memoryStorage();
	migrate(storage, migrations);
	store = recordingStore(storage.sql);
	const spec = { run: "r", endpoint: "e", plan: "pl", digest: "d", session: "s", client: "c", key: "" };
	store.prepare(spec, 0, null);
});

const put = (kind: Stream, text: string) => add(kind, utf8(text));
const report = (event: RunEvent) => add("event", eventBytes(event));
const add = (kind: Stream | "event", bytes: Uint8Array) => {
	const tail = store.tail();
	const offset = kind === "event" ? 0 : tail[kind];
	store.append({ n: tail.n + 1, kind, at: 0, offset, bytes }, tail, 0);
};
const line = (n: number) => `${`line ${n} `.padEnd(99, ".")}\n`;
/** A thousand lines a record. */
const fill = (records: number) => {
	for (let i = 0; i < records; i++)
		put("stdout", Array.from({ length: 1_000 }, (_, n) => line(1_000 * i + n)).join(""));
};
const stdoutOf = (i: number): string =>
	(blockContents(store, i, 0)?.records ?? [])
		.map(({ bytes }) => new TextDecoder().decode(bytes ?? undefined))
		.join("");
const native = (stdout: number, code: number): RunEvent => ({
	type: "inside",
	v: 1,
	entries: [
		{
			...{ what: "native", at: 0, place: { stdout, stderr: 0 }, path: "/bin/x", arguments: [] },
			...{ code, bestEffort: false, output: "bytes", position: null },
		},
	],
});

test("a short output is one block, and makes no table", () => {
	put("stdout", "a\n");
	expect(blocksAfter(store, -1)).toEqual({
		blocks: [{ i: 0, n: 1, skip: 0, stdout: 0, stderr: 0, lines: { stdout: 0, stderr: 0 }, notes: [] }],
		end: { n: 1, stdout: 2, stderr: 0, lines: { stdout: 1, stderr: 0 } },
		complete: true,
	});
	expect(stdoutOf(0)).toBe("a\n");
	expect(blockContents(store, 1, 0)).toBeNull();
});

test("a long one is found in steps, and each step goes on after the last", () => {
	fill(20);
	const steps: number[] = [];
	for (let complete = false; !complete; ) {
		const page = blocksAfter(store, -1, 200_000);
		steps.push(page.blocks.length);
		complete = page.complete;
	}
	expect(steps.length).toBeGreaterThan(5);
	const { blocks } = blocksAfter(store, -1);
	expect(blocks).toHaveLength(31);
	for (const { stdout, lines } of blocks) expect(stdout).toBe(100 * lines.stdout);
	expect(blocks.map(({ i }) => stdoutOf(i)).join("")).toBe(
		Array.from({ length: 20_000 }, (_, n) => line(n)).join(""),
	);
	expect(blocksAfter(store, 29).blocks.map(({ i }) => i)).toEqual([30]);
});

test("the last block is read on from a record, as it grows", () => {
	put("stdout", "a\n");
	blocksAfter(store, -1);
	put("stdout", "b\n");
	expect(blocksAfter(store, 0)).toMatchObject({ blocks: [], end: { n: 2, stdout: 4 }, complete: true });
	expect(blockContents(store, 0, 1)?.records.map(({ n }) => n)).toEqual([2]);
});

test("what is reported at the end comes with the block of its place", () => {
	fill(3);
	report(native(150_050, 3));
	report(native(300_000, 4));
	findMore(store);
	expect(blocksAfter(store, -1).blocks.map(({ notes }) => notes)).toEqual([[], [], [4], [], []]);
	expect(blockContents(store, 2, 0)?.late.map(({ n }) => n)).toEqual([4]);
	expect(blockContents(store, 4, 0)?.records.map(({ n }) => n)).toEqual([3, 4, 5]);
});

const errors = (count: number, bytes: number): RunEvent => ({
	type: "inside",
	v: 1,
	entries: Array.from({ length: count }, () => ({
		...{ what: "message", at: 0, place: { stdout: 0, stderr: 0 }, stream: "warning" },
		...{ text: "x".repeat(bytes / count), shown: false },
	})),
});
/** All records of a block, page by page. */
const pagesOf = (i: number): number[] => {
	const all: number[] = [];
	for (let more = true; more; ) {
		const page = blockContents(store, i, all.at(-1) ?? 0);
		all.push(...(page?.records ?? []).map(({ n }) => n));
		more = page?.more ?? false;
	}
	return all;
};

test("large events make blocks too, and every record of them can be read", () => {
	for (let i = 0; i < 8; i++) {
		put("stdout", line(i));
		report(errors(1, 200_000));
	}
	while (!findMore(store).complete);
	const { blocks } = blocksAfter(store, -1);
	expect(blocks.map(({ n }) => n)).toEqual([1, 3, 5, 7, 9, 11, 13, 15, 17]);
	expect(blocks.flatMap(({ i }) => pagesOf(i))).toEqual(Array.from({ length: 16 }, (_, i) => i + 1));
});

test("a block that no step has cut yet is read page by page", () => {
	for (let i = 0; i < 4_100; i++) put("stdout", "x");
	for (let i = 0; i < 3; i++) report(errors(1, 200_000));
	expect(blockContents(store, 0, 0)).toMatchObject({ more: true, next: null });
	expect(pagesOf(0)).toHaveLength(4_103);
});

test("a step of events ends when it has cost enough, and comes further each time", () => {
	for (let i = 0; i < 10; i++) report(errors(500, 100_000));
	const ends: number[] = [];
	for (let complete = false; !complete; ) {
		const step = findMore(store, 1);
		ends.push(step.end.n);
		complete = step.complete;
	}
	expect(ends).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
});

test("a block notes a hundred records at most, reads so much of them, and says that there are more", () => {
	fill(2);
	for (let i = 0; i < 150; i++) report(errors(1, 100));
	findMore(store);
	expect(blocksAfter(store, -1).blocks[0]?.notes).toHaveLength(100);
	const contents = blockContents(store, 0, 0);
	expect(contents?.late).toHaveLength(100);
	expect(contents?.lateMore).toBe(true);
	expect(blockContents(store, 1, 0)).toMatchObject({ late: [], lateMore: false });
});

test("large reports of a block are read as far as an answer holds them", () => {
	fill(2);
	for (let i = 0; i < 10; i++) report(errors(1, 400_000));
	findMore(store);
	const contents = blockContents(store, 0, 0);
	expect(contents?.late).toHaveLength(3);
	expect(contents?.lateMore).toBe(true);
});

test("an erasure takes what was kept of the output, and the blocks are found again", () => {
	put("stdout", "\u001b[31m");
	fill(2);
	const before = blocksAfter(store, -1).blocks;
	expect(JSON.stringify(store.blocks.at(1)?.carried)).toContain("red");
	store.strike([1, 2, 3]);
	store.clearBlocks();
	expect(store.generation()).toBe(1);
	expect(store.blocks.at(1)).toBeNull();
	const { blocks, end } = blocksAfter(store, -1);
	expect(blocks.length).toBeLessThan(before.length);
	expect(end).toMatchObject({ n: 3, stdout: 200_005, lines: { stdout: 0, stderr: 0 } });
});
