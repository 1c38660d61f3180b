// What someone looks for: folded, so that case doesn't matter, and as the trigrams that a text with it must have.

/** In characters: the index knows a text by what any three in a row say. */
export const shortestNeedle = 3;
/** In UTF-16 units: a piece of a longer line begins with as much of the piece before it, less one. */
export const longestNeedle = 200;

/** So many trigrams narrow the search well enough. */
const mostTrigrams = 24;

/** Without case. Each unit of UTF-16 stays one unit, so that a place in the folded text is that place in the text. */
export const folded = (text: string): string => text.replaceAll("İ", "i").toLowerCase().replaceAll("ς", "σ");

/** Null: too short or too long to be looked for. */
export const needleOf = (text: string): string | null => {
	const needle = folded(text);
	return [...needle].length < shortestNeedle || needle.length > longestNeedle ? null : needle;
};

/** As FTS5 takes it: every text with the needle matches, and others may. */
export const matchOf = (needle: string): string => {
	const characters = [...needle];
	const all = characters.slice(2).map((_, at) => characters.slice(at, at + 3).join(""));
	const step = Math.max(1, Math.ceil(all.length / mostTrigrams));
	const some = new Set(all.filter((_, at) => at % step === 0));
	return [...some].map((one) => `"${one.replaceAll('"', '""')}"`).join(" AND ");
};

/** Digits in a row that are known beside the trigrams: numbers have few of these, and all numbers have the same. */
const digitsInARow = 5;
/** So many of them narrow the search well enough. */
const mostDigits = 8;

/** Each five digits in a row of a text, once. */
export const digitsIn = (text: string): string[] => {
	const all = new Set<string>();
	for (const [digits] of text.matchAll(/\d{5,}/g))
		for (let at = 0; at + digitsInARow <= digits.length; at++) all.add(digits.slice(at, at + digitsInARow));
	return [...all];
};

/** As FTS5 takes it; null: the needle has no five digits in a row. */
export const digitsMatchOf = (needle: string): string | null => {
	const some = digitsIn(needle).slice(0, mostDigits);
	return some.length === 0 ? null : some.map((one) => `"${one}"`).join(" AND ");
};
