// What a plain grep finds, and what of a search's hits differs from that.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { difference, grep, type Hit } from "./grep.ts";

let folder: string;
let files: string[];
beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), "caisey-grep-"));
	files = ["one", "two", "three"].map((name) => join(folder, name));
	const texts = ["a\nLegacyMode 1: b\nc legacymode\n", "nothing\n", `${"x".repeat(200)}LEGACYMODE\n`];
	for (const [n, file] of files.entries()) writeFileSync(file, texts[n] ?? "");
});
afterAll(() => rmSync(folder, { recursive: true }));

test("each line is found where it begins, in any case, of a long one what is around it", () => {
	expect(grep("LegacyMode", files, 5)).toEqual([
		[
			{ byte: 2, text: "LegacyMode 1: b", marked: "LegacyMode" },
			{ byte: 18, text: "c legacymode", marked: "legacymode" },
		],
		[],
		[{ byte: 0, text: `${"x".repeat(160)}LEGACYMODE`, marked: "LEGACYMODE" }],
	]);
	expect(grep("LegacyMode", files, 1).map((hits) => hits.length)).toEqual([1, 0, 1]);
});

test.each([
	["count", (hits: Hit[]) => hits.slice(1)],
	["place", ([hit, ...rest]: Hit[]) => [{ ...(hit as Hit), byte: 3 }, ...rest]],
	["text", ([hit, ...rest]: Hit[]) => [{ ...(hit as Hit), text: "LegacyMode 2: b" }, ...rest]],
	["mark", ([hit, ...rest]: Hit[]) => [{ ...(hit as Hit), marked: "Legacy" }, ...rest]],
])("another %s is a difference", (_what, change) => {
	const [first = [], ...others] = grep("LegacyMode", files, 5);
	expect(difference([first, ...others], [first, ...others])).toBeNull();
	expect(difference([change(first), ...others], [first, ...others])).toContain("but grep finds");
});
