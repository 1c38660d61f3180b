// A text on one line: what would break it, push it aside or reach into its neighbours is marked.

/** The same text on one line: `⏎` where its lines broke, `⏎×800` where many did. Unchanged where there is nothing to
 * mark, so marking twice changes nothing. */
export const onOneLine = (text: string): string =>
	unusual.test(text)
		? marked(text)
				.replaceAll(stacked, (marks) => `⟨${[...marks].length} marks⟩`)
				.replaceAll(/[ \t]{3,}/g, (blanks) => `⟨${blanks.length} blanks⟩`)
				.replaceAll("\t", "⟨tab⟩")
		: text;

/** What most texts have none of. */
const unusual = /[^ -~]| {3}/;

/** Somebody's words, in quotes; such quotes within are single ones, so that none ends them early. Straight ones stay. */
export const inQuotes = (text: string): string => `“${text.replaceAll(/[“„‟]/g, "‘").replaceAll("”", "’")}”`;

/** Line breaks alone are marked: for exact texts, whose blanks count. */
export const marked = (text: string): string => {
	if (!text.includes("\n")) return text;
	return text.replaceAll(/(?<![ \t])[ \t]*(?:\r?\n[ \t]*)+/g, (breaks) => {
		const count = breaks.split("\n").length - 1;
		return count < 3 ? ` ${"⏎ ".repeat(count)}` : ` ⏎×${count} `;
	});
};

// No script needs more than four on a letter; more of them reach into the lines above and below.
const stacked = /(?<=\p{M}{4})\p{M}+/gu;
