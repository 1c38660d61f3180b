// Quotes around somebody else's words: nothing within is drawn like the mark that ends them.
import { looksLike, mark } from "./characters.ts";

/** The same text, to stand between “ and ”: double quotes of any kind are single ones, and no two of these touch. */
export const betweenQuotes = (text: string): string =>
	text
		.replaceAll(onNothing, (marks) => `⟨${[...marks].length} marks⟩`)
		.replaceAll(letters, (word) => ([...word].every(isQuote) ? [...word].map(mark).join("") : word))
		.replaceAll(/["`]|[^\0-\x7f]/gu, single)
		.replaceAll(touching, "$& ");

/** Marks that stand on no letter are drawn beside what is before them, some of them like quotes. */
const onNothing = /(?<=^|[^\p{L}\p{M}\p{N}\p{S}])\p{M}+/gu;

/** A Hebrew yod is drawn like a quote: in a word with other letters it is what it is. */
const letters = /\p{Lo}[\p{Lo}\p{M}]*/gu;

/** The caron of ď and the like is drawn as one, too. */
const touching = /['‘’ďľĽť](?=['‘’])/g;

const single = (character: string): string => {
	if (character === "‘" || character === "’") return character;
	if ("“„‟".includes(character)) return "‘";
	if (character === "”") return "’";
	if (further.has(character)) return "'";
	return isQuote(character) && !/\p{Lo}/u.test(character) ? "'" : character;
};

const isQuote = (character: string): boolean =>
	further.has(character) || /^["'`]+$/.test(looksLike(character) ?? character);

/** Drawn like quotes, though Unicode's confusables.txt doesn't say so. */
const further = new Set("«»‹›‚❛❜❝❞❟❠🙶🙷🙸〝〞〟ˋ˴˵ʿ¨゛ﾞᐦ");
