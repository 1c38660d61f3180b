// How a bench judges its figures: what it prints beside an aim, and what makes it fail.
import { beforeEach, expect, test, vi } from "vitest";
import { atLeast, atMost, conclude, fail, failures, ms, print } from "./figures.ts";

let printed: string[];
/** What failed before. */
let before: number;
beforeEach(() => {
	printed = [];
	before = failures().length;
	for (const how of ["log", "error"] as const)
		vi.spyOn(console, how).mockImplementation((line) => void printed.push(String(line)));
});

test.each([
	[40, "held", 0],
	[50, "held", 0],
	[100, "missed", 0],
	[101, "missed by far", 1],
	[Number.NaN, "missed by far", 1],
])("of %d ms, at most 50 ms are %s", (p95, is, failed) => {
	print("  a search", { p95: ms(p95) }, atMost(p95, 50, " ms p95"));
	expect(printed).toEqual([`  a search: p95 ${ms(p95)}   (aim: ≤ 50 ms p95, ${is})`]);
	expect(failures()).toHaveLength(before + failed);
});

test.each([
	[0.7, "held"],
	[0.3, "missed"],
	[0.29, "missed by far"],
])("of a share of %d, at least 0.6 is %s", (share, is) => {
	expect(atLeast(share, 0.6)).toEqual({ what: "≥ 0.6", is });
});

test("what is wrong and what is missed by far is said again at the end, and fails", () => {
	const code = process.exitCode;
	try {
		print("one", { is: "1" }, atMost(1, 2));
		print("two", { is: "9" }, atMost(9, 2));
		fail("three");
		conclude();
		expect(process.exitCode).toBe(1);
	} finally {
		process.exitCode = code;
	}
	expect(printed.slice(-2)).toEqual(["FAILED: two: is 9   (aim: ≤ 2, missed by far)", "FAILED: three"]);
	expect(printed.join("\n")).not.toContain("FAILED: one");
});
