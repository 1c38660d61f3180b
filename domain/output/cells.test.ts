// What one line of a terminal may cost: cells that are touched for each character that came.
import { expect, test } from "vitest";
import { Cells } from "./cells.ts";

const columns = 8_000;
const filled = (characters: number): Cells => {
	const cells = new Cells();
	for (let at = 0; at < columns; at++) cells.put("x", "");
	cells.allow(characters);
	return cells;
};
/** How often this is done before it costs too much, of as often as may be. */
const times = (cells: Cells, act: (cells: Cells) => boolean): number => {
	let done = 0;
	while (done < 100_000 && act(cells)) done++;
	return done;
};

test.each<[string, (cells: Cells) => boolean]>([
	["cleared to the cursor", (cells) => cells.erase(1)],
	[
		"blanked",
		(cells) => {
			cells.to(0);
			return cells.blank(columns);
		},
	],
])("a full line is %s once for every 250 characters that came", (_what, act) => {
	expect(times(filled(columns), act)).toBe(32);
	expect(times(filled(2 * columns), act)).toBe(64);
	expect(filled(0).erase(1)).toBe(false);
});

test("what moves cells at once costs less, and what finds none to touch costs nothing", () => {
	const pushed = filled(columns);
	pushed.to(0);
	expect(times(pushed, (cells) => cells.insert(0))).toBe(Math.floor((32 * columns) / 63));
	expect(times(filled(0), (cells) => cells.erase(0))).toBe(100_000);
});

test("what costs too much changes nothing, and is said; a copy says it, too", () => {
	const cells = filled(0);
	expect([cells.undrawn, cells.erase(1), cells.undrawn, cells.copy().undrawn]).toEqual([
		...[false, false, true, true],
	]);
	expect(cells.taken()).toEqual([{ text: "x".repeat(columns), classes: "" }]);
});

test("each line has its own characters to pay with", () => {
	const cells = filled(1_000_000);
	cells.taken();
	cells.put("x", "");
	expect(cells.erase(1)).toBe(false);
});
