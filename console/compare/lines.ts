// Two texts line by line: what stayed, what was changed into what, what came and what went.
import { type Change, diffArrays, diffWordsWithSpace } from "diff";

/** A part of a line; `changed`: the other side has something else there. */
export type Part = { text: string; changed: boolean };
/** Lines that took each other's place; null: there is no such line on that side. */
export type Changed = { before: string | null; after: string | null };
export type Row = { kind: "same"; text: string } | ({ kind: "changed" } & Changed);

/** Null: they have too little in common to be compared line by line. */
export const compareLines = (before: string[], after: string[]): Row[] | null => {
	const changes = diffArrays(before, after, { maxEditLength: mostEdits });
	if (!changes) return null;
	const rows: Row[] = [];
	let gone: string[] = [];
	for (const { added, removed, value } of changes) {
		if (removed) {
			gone = gone.concat(value);
			continue;
		}
		for (const row of beside(gone, added ? value : [])) rows.push(row);
		gone = [];
		// One by one: as arguments of one call, thousands of lines overflow the stack.
		if (!added) for (const text of value) rows.push({ kind: "same", text });
	}
	return [...rows, ...beside(gone, [])];
};

/** So many lines that differ take well under a second; more would be no comparison that anyone reads. */
const mostEdits = 2_000;

export const beside = (gone: string[], came: string[]): Row[] =>
	Array.from({ length: Math.max(gone.length, came.length) }, (_, i) => ({
		kind: "changed",
		before: gone[i] ?? null,
		after: came[i] ?? null,
	}));

/** Compares the words of one changed row after the other. What they cost together is bounded, in steps: the clock stands still in a
 * Worker. Lines beyond that are marked whole. */
export const wordComparison = (): ((row: Changed) => Record<"before" | "after", Part[] | null>) => {
	let left = mostSteps;
	return ({ before, after }) => {
		const most = Math.min(mostWordEdits, Math.floor(Math.sqrt(2 * left)) - 1);
		const comparable = before !== null && after !== null && Math.max(before.length, after.length) <= longLine;
		if (!comparable || most < 1) return { before: whole(before), after: whole(after) };
		const changes = diffWordsWithSpace(before, after, { maxEditLength: most });
		left -= steps(changes ? edits(changes) : most);
		if (!changes) return { before: whole(before), after: whole(after) };
		const side = (not: "added" | "removed") =>
			changes
				.filter((one) => !one[not])
				.map(({ value, added, removed }) => ({ text: value, changed: added || removed }));
		return { before: side("added"), after: side("removed") };
	};
};

const longLine = 2_000;
const mostWordEdits = 200;
const mostSteps = 100_000;

const edits = (changes: Change[]): number =>
	changes.reduce((all, { added, removed, count }) => all + (added || removed ? count : 0), 0);
/** Each edit takes as many steps as there were edits before it. */
const steps = (edits: number): number => (edits * (edits + 1)) / 2;

const whole = (line: string | null): Part[] | null =>
	line === null ? null : [{ text: line, changed: true }];
