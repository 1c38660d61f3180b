import { describe, expect, test } from "vitest";
import { paceOf } from "./pace.ts";

/** Records at these seconds. */
const at = (...seconds: number[]) => ({
	list: (after: number, limit: number) =>
		seconds.map((one, i) => ({ n: i + 1, at: one * 1_000_000 })).slice(after, after + limit),
});
const from = { after: 0, until: Number.MAX_SAFE_INTEGER, clock: null, of: [] };

describe("the pace of a recording", () => {
	test("has the time of each record that is asked for, and its long pauses", () => {
		expect(paceOf(at(10, 11, 15, 17), { ...from, of: [1, 3] })).toEqual({
			moments: [
				{ n: 1, at: 10_000_000 },
				{ n: 3, at: 15_000_000 },
			],
			pauses: [{ from: 11_000_000, to: 15_000_000 }],
			n: 4,
			clock: 17_000_000,
		});
	});

	test("never goes back, whatever the endpoint's clock did", () => {
		const { moments, pauses } = paceOf(at(10, 4, 9, 14), { ...from, of: [2, 4] });
		expect(moments.map((one) => one.at / 1_000_000)).toEqual([10, 14]);
		expect(pauses).toEqual([{ from: 10_000_000, to: 14_000_000 }]);
	});

	test("goes on from where it stopped, and ends where it is told to", () => {
		const first = paceOf(at(10, 20, 12), { ...from, until: 2 });
		expect(first).toMatchObject({ n: 2, clock: 20_000_000 });
		const next = paceOf(at(10, 20, 12), { ...from, after: first.n, clock: first.clock, of: [3] });
		expect(next).toEqual({ moments: [{ n: 3, at: 20_000_000 }], pauses: [], n: 3, clock: 20_000_000 });
	});

	test("is found in bounded steps, however many records and pauses there are", () => {
		const many = {
			list: (after: number, limit: number) =>
				Array.from({ length: limit }, (_, i) => ({ n: after + i + 1, at: 0 })),
		};
		expect(paceOf(many, from).n).toBe(20_000);
		const slow = {
			list: (after: number, limit: number) =>
				Array.from({ length: limit }, (_, i) => ({ n: after + i + 1, at: (after + i) * 3_000_000 })),
		};
		expect(paceOf(slow, from).pauses.length).toBeLessThan(20_001);
	});

	test("of nothing is nothing", () => {
		expect(paceOf(at(), from)).toEqual({ moments: [], pauses: [], n: 0, clock: null });
	});
});
