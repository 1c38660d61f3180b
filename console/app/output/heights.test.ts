import fc from "fast-check";
import { expect, test } from "vitest";
import { heights } from "./heights.ts";
import { scale } from "./scale.ts";

test("each thing is found by its height, as they are added and change", () => {
	fc.assert(
		fc.property(
			fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 70 }),
			fc.array(fc.tuple(fc.nat(69), fc.integer({ min: 0, max: 50 })), { maxLength: 20 }),
			(first, changes) => {
				const column = heights();
				const plain: number[] = [];
				for (const height of first) {
					column.push(height);
					plain.push(height);
				}
				for (const [at, height] of changes) {
					if (at >= plain.length) continue;
					column.set(at, height);
					plain[at] = height;
				}
				const top = (i: number) => plain.slice(0, i).reduce((sum, one) => sum + one, 0);
				expect(plain.map((_, i) => column.top(i))).toEqual(plain.map((_, i) => top(i)));
				expect(column.total()).toBe(top(plain.length));
				for (let y = 0; y < column.total(); y++) {
					const at = column.at(y);
					expect(top(at) <= y && y < top(at + 1)).toBe(true);
				}
				expect(column.at(column.total() + 5)).toBe(plain.length - 1);
			},
		),
		{ numRuns: 50 },
	);
});

test("an output that fits is scrolled as it is", () => {
	const { toLong, toTop, height, isExact } = scale(5_000_000, 600);
	expect([toLong(1234), toTop(1234), height, isExact]).toEqual([1234, 1234, 5_000_000, true]);
});

test("a scroll bar over 150 million pixels reaches every one of them, its ends exactly", () => {
	const { toLong, toTop, height, last, isExact } = scale(150_000_000, 600);
	expect(isExact).toBe(false);
	expect(height).toBeLessThan(17_000_000);
	expect([toLong(0), toLong(height - 600)]).toEqual([0, last]);
	expect([toTop(0), toTop(last)]).toEqual([0, height - 600]);
	let before = -1;
	for (let top = 0; top <= height - 600; top += 50_000) {
		const at = toLong(top);
		expect(at).toBeGreaterThan(before);
		expect(toTop(at)).toBeCloseTo(top, 3);
		before = at;
	}
	expect(toLong(height / 2 - 300)).toBeCloseTo(last / 2, 0);
});
