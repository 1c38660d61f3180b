// A text without its colours: they may stand before, behind and inside of a secret.
import type { Found } from "./found.ts";

/** `placed`: where what is found without them is in the text with them. */
export const withoutColours = (text: string): { text: string; placed: (found: Found) => Found } => {
	if (!text.includes("\x1b[")) return { text, placed: (found) => found };
	const codes = [...text.matchAll(code)].map(({ index, 0: all }) => ({ index, length: all.length }));
	/** The places without them at which each was, and how much was left out until there. */
	let out = 0;
	const cuts = codes.map(({ index, length }) => {
		const cut = { at: index - out, out: out + length };
		out += length;
		return cut;
	});
	const before = (place: number, last: boolean): number => {
		let [from, until] = [0, cuts.length];
		while (from < until) {
			const middle = (from + until) >> 1;
			const { at } = cuts[middle] as { at: number };
			if (last ? at < place : at <= place) from = middle + 1;
			else until = middle;
		}
		return place + (cuts[from - 1]?.out ?? 0);
	};
	return {
		text: text.replace(code, ""),
		placed: ({ start, end, what }) => ({ start: before(start, false), end: before(end, true), what }),
	};
};

// biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character is what these sequences start with
const code = /\x1b\[[\d;:]{0,40}m/g;
