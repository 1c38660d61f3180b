// Where two outputs go on alike behind a difference that is too long to be followed line by line.

/** So many lines in a row that are the same are no accident. */
export const sure = 8;

/** How many lines of each side are before that: the fewest together. The first line there comes once on each side, as in a patience
 * diff. Null: there is no such place. */
export const foundAgain = (old: string[], now: string[]): { before: number; after: number } | null => {
	const [places, others] = [placesOf(old), placesOf(now)];
	let best: { before: number; after: number } | null = null;
	for (const [line, after] of others) {
		const before = places.get(line) ?? null;
		if (before === null || after === null) continue;
		if (best && before + after >= best.before + best.after) continue;
		const isSure = sameFor(old, before, now, after) >= sure;
		if (isSure) best = { before, after };
	}
	return best;
};

const sameFor = (old: string[], before: number, now: string[], after: number): number => {
	const most = Math.min(sure, old.length - before, now.length - after);
	let same = 0;
	while (same < most && old[before + same] === now[after + same]) same++;
	return same;
};

/** Of each line; null: it comes more than once. */
const placesOf = (lines: string[]): Map<string, number | null> => {
	const found = new Map<string, number | null>();
	for (const [i, line] of lines.entries()) found.set(line, found.has(line) ? null : i);
	return found;
};
