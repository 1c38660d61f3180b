// Two outputs of any length line by line, a window of both at a time: what is the same is passed by, what differs is kept up to what a
// page shows.
import { foundAgain } from "./found-again.ts";
import type { LineFeed } from "./line-feed.ts";
import { beside, type Row } from "./lines.ts";
import { type Change, narrowing } from "./narrow.ts";

/** Rows, with how many lines that are the same are left out between them. */
export type Excerpt = {
	rows: (Row | number)[];
	/** How many lines differ. */
	changed: number;
	/** Rows that aren't among these. */
	left: number;
	/** How many lines of each side were compared, where too much of the rest differs; null: all were. */
	until: { before: number; after: number } | null;
};

/** To look for where both go on alike, for each line that is looked at. */
const lookSteps = 8;

export const compareWindows = async (before: LineFeed, after: LineFeed): Promise<Excerpt> => {
	const found = excerpt();
	const at = { before: 0, after: 0 };
	const take = (one: number, other: number) => {
		before.take(one);
		after.take(other);
		at.before += one;
		at.after += other;
	};
	const window = narrowing();
	for (;;) {
		const [old, now] = [await before.ahead(), await after.ahead()];
		if (old.length === 0 && now.length === 0) return found.whole(null);
		if (old.length === 0 || now.length === 0) {
			for (const row of beside(old, now)) found.changed(row);
			take(old.length, now.length);
			continue;
		}
		const same = commonStart(old, now);
		if (same > 0) {
			for (let i = 0; i < same; i++) found.same(old[i] ?? "");
			take(same, same);
			continue;
		}
		const kept = window.changes(old, now, before.isOver() && after.isOver());
		if (kept) {
			take(...draw(kept, found));
			continue;
		}
		if (window.isSpent()) return found.whole(at);
		const [further, others] = [await before.ahead("far"), await after.ahead("far")];
		window.spend(lookSteps * (further.length + others.length));
		const again = foundAgain(further, others);
		if (!again) return found.whole(at);
		const rows = beside(further.slice(0, again.before), others.slice(0, again.after));
		for (const row of rows) found.changed(row);
		take(again.before, again.after);
	}
};

/** How many lines of each side that was. */
const draw = (changes: Change[], found: ReturnType<typeof excerpt>): [before: number, after: number] => {
	let [one, other]: [number, number] = [0, 0];
	let gone: string[] = [];
	for (const { added, removed, value } of changes) {
		if (!added) one += value.length;
		if (!removed) other += value.length;
		if (removed) {
			gone = gone.concat(value);
			continue;
		}
		for (const row of beside(gone, added ? value : [])) found.changed(row);
		gone = [];
		if (!added) for (const text of value) found.same(text);
	}
	for (const row of beside(gone, [])) found.changed(row);
	return [one, other];
};

const commonStart = (one: string[], other: string[]): number => {
	const most = Math.min(one.length, other.length);
	let same = 0;
	while (same < most && one[same] === other[same]) same++;
	return same;
};

/** Lines that are the same, kept before and after each that isn't. */
const around = 2;
/** So many rows are shown, or rows of so many characters. */
const most = { rows: 400, characters: 1_048_576 };

const excerpt = () => {
	const rows: (Row | number)[] = [];
	/** The newest lines that are the same and not among the rows yet, and how many there were before them. */
	let [waiting, skipped]: [string[], number] = [[], 0];
	let [changed, left, sinceChange, characters] = [0, 0, around, 0];
	const put = (row: Row | number) => {
		characters += charactersOf(row);
		if (left === 0 && rows.length < most.rows && characters <= most.characters) rows.push(row);
		else left++;
	};
	const pass = () => {
		if (skipped > 0) put(skipped);
		skipped = 0;
	};
	return {
		same(text: string): void {
			if (sinceChange < around) {
				sinceChange++;
				put({ kind: "same", text });
				return;
			}
			waiting.push(text);
			if (waiting.length > around) {
				waiting.shift();
				skipped++;
			}
		},
		changed(row: Row): void {
			pass();
			for (const text of waiting) put({ kind: "same", text });
			waiting = [];
			[changed, sinceChange] = [changed + 1, 0];
			put(row);
		},
		whole(until: Excerpt["until"]): Excerpt {
			skipped += waiting.length;
			pass();
			return { rows, changed, left, until };
		},
	};
};

const charactersOf = (row: Row | number): number => {
	if (typeof row === "number") return 0;
	return row.kind === "same" ? row.text.length : (row.before?.length ?? 0) + (row.after?.length ?? 0);
};
