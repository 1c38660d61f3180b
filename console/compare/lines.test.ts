import fc from "fast-check";
import { expect, test } from "vitest";
import { type Changed, compareLines, type Part, wordComparison } from "./lines.ts";

test("lines in each other's place are one row, and the words that differ are marked", () => {
	const rows = compareLines(["a", "mode 1 on", "z"], ["a", "mode 0 on", "z"]);
	expect(rows).toEqual([
		{ kind: "same", text: "a" },
		{ kind: "changed", before: "mode 1 on", after: "mode 0 on" },
		{ kind: "same", text: "z" },
	]);
	expect(wordComparison()({ before: "mode 1 on", after: "mode 0 on" })).toEqual({
		before: [
			{ text: "mode ", changed: false },
			{ text: "1", changed: true },
			{ text: " on", changed: false },
		],
		after: [
			{ text: "mode ", changed: false },
			{ text: "0", changed: true },
			{ text: " on", changed: false },
		],
	});
});

test("a line that came, or went, has nothing beside it", () => {
	expect(compareLines(["a"], ["a", "b"])).toEqual([
		{ kind: "same", text: "a" },
		{ kind: "changed", before: null, after: "b" },
	]);
	expect(compareLines(["a", "b"], ["b"])).toEqual([
		{ kind: "changed", before: "a", after: null },
		{ kind: "same", text: "b" },
	]);
});

test("thousands of lines with nothing in common aren't compared", () => {
	const lines = (mark: string) => Array.from({ length: 5_000 }, (_, i) => `${mark}${i}`);
	expect(compareLines(lines("a"), lines("b"))).toBeNull();
});

test("131,072 lines that stay are compared with one that came", () => {
	const lines = Array.from({ length: 131_072 }, () => "");
	const rows = compareLines(lines, [...lines, "new"]) ?? [];
	expect(rows).toHaveLength(131_073);
	expect(rows.at(-1)).toEqual({ kind: "changed", before: null, after: "new" });
});

test("words are compared as long as the comparison has steps left; then lines are marked whole", () => {
	const words = wordComparison();
	const line = (mark: string) => Array.from({ length: 60 }, (_, i) => `${mark}${i}`).join(" ");
	const row: Changed = { before: line("a"), after: line("b") };
	// 120 edits a line: 7,260 steps.
	const isCompared = Array.from({ length: 20 }, () => (words(row).before?.length ?? 0) > 1);
	expect(isCompared.lastIndexOf(true)).toBe(12);
	expect(isCompared.indexOf(false)).toBe(13);
	expect(words(row)).toEqual({
		before: [{ text: row.before, changed: true }],
		after: [{ text: row.after, changed: true }],
	});
});

test("a line of more than 200 edits is marked whole", () => {
	const line = (mark: string) => Array.from({ length: 101 }, (_, i) => `${mark}${i}`).join(" ");
	expect(wordComparison()({ before: line("a"), after: line("b") }).before).toHaveLength(1);
});

test("each side of a comparison is that side's text, whatever it is", () => {
	const line = fc.stringMatching(/^[ab ]{0,4}$/);
	fc.assert(
		fc.property(fc.array(line), fc.array(line), (before, after) => {
			const rows = compareLines(before, after) ?? [];
			const side = (of: "before" | "after") =>
				rows.flatMap((row) => (row.kind === "same" ? [row.text] : row[of] === null ? [] : [row[of]]));
			expect([side("before"), side("after")]).toEqual([before, after]);
			const words = wordComparison();
			for (const row of rows)
				if (row.kind === "changed") {
					const { before, after } = words(row);
					expect([before && textOf(before), after && textOf(after)]).toEqual([row.before, row.after]);
				}
		}),
	);
});

const textOf = (parts: Part[]): string => parts.map(({ text }) => text).join("");
