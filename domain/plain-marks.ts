// Quotes, dashes, dots and blanks that a keyboard, an editor or a page made of plain ones, and what can't be seen. No shell takes them all
// for those, and they look alike. Letters that only look like others are someone's choice, and stay.

const plain: Record<string, string> = {
	...{ "‘": "'", "’": "'", "‚": "'", "‛": "'", "′": "'", "´": "'", "‹": "'", "›": "'" },
	...{ "“": '"', "”": '"', "„": '"', "‟": '"', "″": '"', "«": '"', "»": '"' },
	...{ "‐": "-", "‑": "-", "‒": "-", "–": "-", "―": "-", "−": "-", "﹘": "-", "﹣": "-" },
	// Two hyphens become an em dash, and three dots one sign.
	...{ "—": "--", "…": "..." },
};
const marks = new RegExp(`[${Object.keys(plain).join("")}]`, "gu");
/** French keyboards put a blank between these and the text. */
const spaced = /(?<=[«‹])[\u00a0\u202f]|[\u00a0\u202f](?=[»›])/g;
/** What comes of a key held too long, of a page, or of a word processor. */
const blanks = /(?![ \u3000])\p{Zs}/gu;
const breaks = /[\u0085\u2028\u2029]/g;
/** Joiners mean something in emoji and beyond ASCII, and so do marks of direction. Windows puts one before a path that someone copies. */
const unseen =
	/[\u00ad\u200b\u200e\u200f\u2060\ufeff]|(?<![^\0-\x7f])(?:[\u200c\u202a\u202c]|\u200d)(?![^\0-\x7f])/g;
const asian = String.raw`\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}\u3001-\u303fー`;
const isAsian = new RegExp(`[${asian}]`, "u");
/** ASCII as a Japanese or Chinese keyboard writes it, perhaps in a word of such a text. */
const wide = new RegExp(`[${asian}！-～\u3000]+`, "gu");

/** The same text with plain quotes, dashes, dots, blanks and letters; unchanged if there are no others. */
export const withPlainMarks = (text: string): string =>
	withPlainBlanks(text.replaceAll(spaced, ""))
		.replaceAll(unseen, "")
		.replaceAll(wide, (run) => wordsOf(run, (word) => word.normalize("NFKC")))
		.replaceAll(marks, (mark) => plain[mark] ?? mark);

const withPlainBlanks = (text: string): string =>
	text
		.replaceAll(blanks, " ")
		.replaceAll(breaks, "\n")
		.replaceAll(wide, (run) => wordsOf(run, (word) => word));

/** A word with Asian letters stays whole, and so do blanks between two of them. `plainly`: what to make of another word. */
const wordsOf = (run: string, plainly: (word: string) => string): string => {
	const parts = run.split(/(\u3000+)/);
	const stays = parts.map((part) => isAsian.test(part));
	return parts
		.map((part, i) => {
			if (part.startsWith("\u3000")) return stays[i - 1] && stays[i + 1] ? part : " ".repeat(part.length);
			return stays[i] ? part : plainly(part);
		})
		.join("");
};

/** What isn't plain: quotes or dashes among others, blanks and dots alone, or something else. */
export const otherMarks = (text: string): "quotes" | "blanks" | "others" => {
	const rest = withPlainBlanks(text).replaceAll("…", "...");
	if (rest.search(marks) >= 0) return "quotes";
	return withPlainMarks(rest) === rest ? "blanks" : "others";
};
