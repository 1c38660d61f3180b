// A text on one line, as cards, console, exports and records show it: what would break it, push it aside or reach into its
// neighbours is marked, and someone else's words can't end the quotes around them.
import { betweenQuotes } from "./quotes.ts";
import { visible } from "./text.ts";
import { wideSpelled } from "./wide.ts";

/** The same text on one line: `⏎` where its lines broke, `⏎×800` where many did. Unchanged if there is nothing to
 * mark, so marking twice changes nothing. */
export const onOneLine = (text: string): string =>
	unusual.test(text)
		? wideSpelled(marksCounted(breaksMarked(text)))
				.replaceAll(/[ \t]{3,}/g, (blanks) => `⟨${blanks.length} blanks⟩`)
				.replaceAll("\t", "⟨tab⟩")
		: text;

/** Most texts contain none of these. */
const unusual = /[^ -~]| {3}/;

/** Text that any element accepts: whole characters, everything invisible spelled out. */
export const clean = (text: string): string => visible(text.toWellFormed());

/** The same within a line, whatever it holds. */
export const inLine = (text: string): string => onOneLine(clean(text));

/** Exact text within a line: line breaks alone are marked, its blanks count. */
export const exactInLine = (text: string): string => breaksMarked(clean(text));

/** The first so many UTF-16 units of a text, without half of a pair or of a spelled-out character at the end. */
export const startOf = (text: string, most: number): string =>
	wholePairs(text.slice(0, most)).replace(/⟨[^⟩]{0,60}$/, "");

/** Someone's words, in quotes; such quotes within are single ones, so that none ends them early. Straight ones stay. */
export const inQuotes = (text: string): string => `“${betweenQuotes(text)}”`;

/** What a machine wrote: `“No such user: nobody”`. Transcripts and audit logs keep it in this form. */
export const quoted = (text: string): string => `“${clipped(betweenQuotes(flat(text)))}”`;

/** `CLIENT-ACCT-01 says “No such user: nobody”` */
export const says = (endpoint: string, text: string): string => `${endpoint} says ${quoted(text)}`;

/** What a machine calls an account, a fact or itself: as it is if no one could take it for a sentence, else in quotes. */
export const named = (name: string): string =>
	plainName.test(name) && visible(name) === name ? name : quoted(name);

/** One word, or Windows' own accounts. */
const plainName =
	/^(?:nt authority\\(?:system|local service|network service)|[\p{L}\p{N}_][\p{L}\p{N}._@$\\+-]{0,63})$/iu;

/** How many lines a text has: a line break at its end begins no further one. */
export const linesIn = (text: string): number => withoutLastBreak(text).split("\n").length;

/** Without the line break at its end. */
export const withoutLastBreak = (text: string): string => text.replace(/\r?\n$/, "");

const breaksMarked = (text: string): string => {
	if (!text.includes("\n")) return text;
	return text.replaceAll(/(?<![ \t])[ \t]*(?:\r?\n[ \t]*)+/g, (breaks) => {
		const count = breaks.split("\n").length - 1;
		return count < 3 ? ` ${"⏎ ".repeat(count)}` : ` ⏎×${count} `;
	});
};

const marksCounted = (text: string): string =>
	text.replaceAll(stacked, (marks) => `⟨${[...marks].length} marks⟩`);

// No script needs more than four on a letter; more of them reach into the lines above and below.
const stacked = /(?<=\p{M}{4})\p{M}+/gu;

const wholePairs = (text: string): string => text.replace(/[\ud800-\udbff]$/, "");

const flat = (text: string): string => wideSpelled(marksCounted(visible(text.replace(/\s+/g, " ").trim())));

/** As much of a machine's own words as is shown; the JSON export holds all of them. */
const mostQuoted = 300;

const clipped = (text: string): string =>
	text.length <= mostQuoted ? text : `${wholePairs(text.slice(0, mostQuoted)).replace(/⟨[^⟩]*$/, "")}…`;
