// A place in a text that holds a secret.

/** In UTF-16 units, with the secret's kind in words. */
export type Found = { start: number; end: number; what: string };

/** All matches of a pattern whose last group is the value, with the places of its groups: the match may have the same text elsewhere. */
export const matchesOf = (text: string, pattern: RegExp): RegExpExecArray[] => {
	const indexed = placing.get(pattern) ?? new RegExp(pattern, `d${pattern.flags}`);
	placing.set(pattern, indexed);
	return [...text.matchAll(indexed)];
};
/** The same patterns, made to tell places: each once, when it is first needed. */
const placing = new WeakMap<RegExp, RegExp>();

/** The value of such a match. */
export const at = ({ index, indices, 0: all }: RegExpExecArray, what: string): Found => {
	const [start, end] = indices?.at(-1) ?? [index, index + all.length];
	return { start, end, what };
};
