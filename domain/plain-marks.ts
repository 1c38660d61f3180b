// Quotes, dashes, dots and blanks that a keyboard or an editor made of plain ones. No shell takes them all for those, and they look alike.

const quotesAndDashes: Record<string, string> = {
	...{ "‘": "'", "’": "'", "‚": "'", "‛": "'", "′": "'" },
	...{ "“": '"', "”": '"', "„": '"', "‟": '"', "″": '"', "«": '"', "»": '"' },
	// Two hyphens become an em dash.
	...{ "‐": "-", "‑": "-", "–": "-", "—": "--", "−": "-" },
};
/** Three dots become one sign, and a blank that breaks no line comes of a key held too long. */
const dotsAndBlanks: Record<string, string> = { "…": "...", "\u00a0": " ", "\u202f": " " };

const plain = { ...quotesAndDashes, ...dotsAndBlanks };
const any = (of: Record<string, string>): RegExp => new RegExp(`[${Object.keys(of).join("")}]`, "gu");
const [marks, quotes] = [any(plain), any(quotesAndDashes)];

/** The same text with plain quotes, dashes, dots and blanks; unchanged if there are no others. */
export const withPlainMarks = (text: string): string => text.replaceAll(marks, (mark) => plain[mark] ?? mark);

/** Whether quotes or dashes are among what isn't plain. */
export const hasOtherQuotes = (text: string): boolean => text.search(quotes) >= 0;
