// Records are read some at a time: all in their order, and no more of them than a reader may be given at once.
import { expect, test } from "vitest";
import { following } from "./following.ts";

const kilo = 1_024;
/** Rows of these lengths, numbered from 1. */
const reading = (lengths: number[]) => {
	const rows = lengths.map((length, i) => ({ n: i + 1, length }));
	const reads: [number, number][] = [];
	const source = {
		list: (after: number, limit: number) => rows.filter(({ n }) => n > after).slice(0, limit),
		read: (from: number, to: number) => {
			reads.push([from, to]);
			return rows.filter(({ n }) => n >= from && n <= to);
		},
	};
	return {
		reads,
		numbers: (n: number, limit: number) => [...following(source, n, limit)].map((row) => row.n),
		source,
	};
};

test("all records after a number come in their order, as many as wanted", () => {
	const { numbers } = reading(Array.from({ length: 600 }, () => 100));
	expect(numbers(0, 2_000)).toEqual(Array.from({ length: 600 }, (_, i) => i + 1));
	expect(numbers(598, 2_000)).toEqual([599, 600]);
	expect(numbers(0, 300)).toHaveLength(300);
	expect(numbers(600, 10)).toEqual([]);
});

test("small records are read together, a large one alone", () => {
	const { reads, numbers } = reading([30, 30, 30, 1_000, 0, 64].map((length) => length * kilo));
	numbers(0, 10);
	expect(reads).toEqual([
		[1, 2],
		[3, 3],
		[4, 4],
		[5, 6],
	]);
});

test("a reader that stops has read no further than these", () => {
	const { reads, source } = reading(Array.from({ length: 10 }, () => 40 * kilo));
	for (const { n } of following(source, 0, 10)) if (n === 2) break;
	expect(reads).toEqual([
		[1, 1],
		[2, 2],
	]);
});
