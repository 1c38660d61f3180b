import { describe, expect, test } from "vitest";
import { propertiesIn } from "./properties.ts";

const values = (text: string) =>
	propertiesIn(text)?.map(({ object, name, value }) =>
		object === null ? `${name}=${value}` : `${object}.${name}=${value}`,
	) ?? null;

describe("what PowerShell printed is read back as properties", () => {
	test("a table of one object", () => {
		expect(values("\nLegacyMode\n----------\n         1\n\n")).toEqual(["LegacyMode=1"]);
	});

	test("a table of several objects, each named by its first column", () => {
		expect(
			values(
				"\nStatus   Name               DisplayName\n------   ----               -----------\nRunning  Spooler            Print Spooler\nStopped  W32Time            Windows Time\n",
			),
		).toEqual([
			...["Running.Status=Running", "Running.Name=Spooler", "Running.DisplayName=Print Spooler"],
			...["Stopped.Status=Stopped", "Stopped.Name=W32Time", "Stopped.DisplayName=Windows Time"],
		]);
	});

	test("numbers that stand to the right of their column's name", () => {
		expect(values("  Id ProcessName\n  -- -----------\n4321 spoolsv")).toEqual([
			"Id=4321",
			"ProcessName=spoolsv",
		]);
	});

	test("a list, with a value that goes on in the next line", () => {
		expect(values("\nName   : Spooler\nStatus : Running\nPath   : C:\\a\n         b\n")).toEqual([
			...["Name=Spooler", "Status=Running", "Path=C:\\ab"],
		]);
	});

	test("several lists are objects named by their first value", () => {
		expect(values("Name : a\nOn   : True\n\nName : b\nOn   : False\n")).toEqual([
			...["a.Name=a", "a.On=True", "b.Name=b", "b.On=False"],
		]);
	});
});

test("a table costs no more time for having many columns and rows", () => {
	// As much as is compared: 131,072 bytes. Columns times rows took all memory.
	const columns = 16_000;
	const text = ["a ".repeat(columns), "- ".repeat(columns).trimEnd(), ...Array(32_000).fill("x")].join("\n");
	const before = process.cpuUsage();
	expect(propertiesIn(text)).toBeNull();
	const table = [
		"a".padEnd(40_000, " ").concat("b"),
		"-".padEnd(40_000, " ").concat("-"),
		...Array(20_000).fill("x"),
	];
	expect(propertiesIn(table.join("\n"))).toBeNull();
	expect(process.cpuUsage(before).user).toBeLessThan(1_500_000);
});

test("of more than 100,000 properties a table and a list stay texts", () => {
	const list = (length: number) =>
		Array.from({ length }, (_, i) => `p${i}`.padEnd(8).concat(": x")).join("\n");
	expect(propertiesIn(list(100_000))).toHaveLength(100_000);
	expect(propertiesIn(list(100_001))).toBeNull();
	const table = (rows: number) =>
		["Name    A", "----    -", ...Array.from({ length: rows }, (_, i) => `n${i}`.padEnd(8).concat("x"))].join(
			"\n",
		);
	expect(propertiesIn(table(50_000))).toHaveLength(100_000);
	expect(propertiesIn(table(50_001))).toBeNull();
});

test.each([
	["words", "done\n"],
	["a table with words after it", "\nLegacyMode\n----------\n         1\n\ndone: all of it\n\nx"],
	["two objects that can't be told apart", "Id Name\n-- ----\n 1 a\n 1 b"],
	["a value that may end in either of two places", "A      B\n-      -\nx y    z"],
	["columns that run into each other", "A  B\n-  -\nxxxz"],
	["a path with a colon", "C:\\temp :\nx"],
	["nothing", ""],
])("%s stays a text", (_what, text) => {
	expect(propertiesIn(text)).toBeNull();
});
