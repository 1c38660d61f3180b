// Letters as the word around them makes them read: of one script, or taken for another's.
import { isListed, looksLike, resembles, scriptOf, standTogether } from "./characters.ts";

export type Misread = { at: number; letter: string; why: string };

/** The letters beside ASCII that their word doesn't make plain. A word of another script than Latin is plain only if it is of
 * that script alone, without ASCII digits, at least two of its letters resemble nothing in ASCII and one looks like nothing
 * elsewhere either; what resembles a sign is inside it. */
export const misreadable = (text: string): Misread[] =>
	[...text.matchAll(/[\p{L}\p{M}\p{N}_]+/gu)]
		.filter((word) => /[^\p{ASCII}]/u.test(word[0]))
		.flatMap((word) => inWord(word[0]).map((found) => ({ ...found, at: found.at + (word.index ?? 0) })));

type Letter = { at: number; letter: string; script: string; like: string | undefined };

const inWord = (word: string): Misread[] => {
	const all = [...word.matchAll(/\p{L}/gu)].flatMap((match): Letter[] => {
		const [letter] = match;
		const script = scriptOf(letter);
		return script === undefined ? [] : [{ at: match.index, letter, script, like: likeness(letter) }];
	});
	const foreign = all.filter(({ script }) => script !== "Latin");
	if (foreign.length === 0) return strokes(all, word);
	if (isBeside(all, foreign, word)) return [];
	const mixed = mixture(new Set(all.map(({ script }) => script)), /[0-9]/.test(word));
	if (mixed !== null) return foreign.map(({ at, letter, script }) => ({ at, letter, why: mixed(script) }));
	return ofItsOwn(all) && signsInside(all)
		? []
		: foreign
				.filter(({ letter }) => isListed(letter))
				.map(({ at, letter, like }) => ({ at, letter, why: like ? `looks like ${like}` : untold }));
};

/** Whether a word has Japanese, Chinese or Korean beside ASCII letters, as https://www.unicode.org/reports/tr39 calls highly
 * restrictive: each run of it has to be a plain word by itself, and what ends it before a letter is no sign. */
const isBeside = (all: Letter[], foreign: Letter[], word: string): boolean => {
	const latin = all.filter(({ script }) => script === "Latin");
	if (latin.length === 0 || latin.some(({ letter }) => letter > "z") || /[0-9]/.test(word)) return false;
	const scripts = new Set(foreign.map(({ script }) => script));
	if (![...scripts].every((script) => eastAsian.has(script)) || !standTogether(scripts)) return false;
	return runsOf(foreign).every((run) => {
		const last = run.at(-1);
		const isLast = last === foreign.at(-1) && last === all.at(-1);
		return (
			run.every(({ letter }) => isListed(letter)) &&
			ofItsOwn(run) &&
			signsInside(run) &&
			(isLast || !likeSign(last?.letter ?? ""))
		);
	});
};
const eastAsian = new Set(["Han", "Hiragana", "Katakana", "Hangul", "Bopomofo"]);

/** Letters that follow one another without anything in between. */
const runsOf = (letters: Letter[]): Letter[][] => {
	const runs: Letter[][] = [];
	for (const letter of letters) {
		const before = runs.at(-1)?.at(-1);
		if (before && before.at + before.letter.length === letter.at) runs.at(-1)?.push(letter);
		else runs.push([letter]);
	}
	return runs;
};

const untold = "in a word that may be taken for another";

const likeness = (letter: string): string | undefined => looksLike(letter) ?? resembles(letter);

/** Why letters don't belong together; null if they do. ASCII digits are of Latin's kind: З is drawn like 3. */
const mixture = (scripts: Set<string>, digits: boolean): ((script: string) => string) | null => {
	if (scripts.has("Latin")) return () => "within a Latin word";
	if (!standTogether(scripts)) return (script) => `(${script}) in a word of several scripts`;
	return digits ? () => "in a word with digits" : null;
};

const ofItsOwn = (letters: Letter[]): boolean => {
	const own = letters.filter(({ letter }) => isListed(letter) && !likeAscii(letter));
	const ambiguous = letters.some(({ letter }) => looksLike(letter) !== undefined);
	const oneScript = new Set(letters.map(({ script }) => script)).size === 1;
	return own.length >= 2 && (oneScript ? own.some(({ like }) => like === undefined) : !ambiguous);
};

const likeAscii = (letter: string): boolean =>
	resembles(letter) !== undefined || /[\p{ASCII}\p{Script=Latin}]/u.test(looksLike(letter) ?? "");

/** Whether each letter that resembles a sign is between two that don't; a ー ends words, too. */
const signsInside = (letters: Letter[]): boolean =>
	letters.every(
		({ letter }, i) =>
			!likeSign(letter) ||
			[letters[i - 1], letters[i + 1]].every((next) => next && !likeSign(next.letter)) ||
			(letter === "ー" && i > 0 && i === letters.length - 1),
	);

const likeSign = (letter: string): boolean => /[^A-Za-z0-9]/.test(resembles(letter) ?? "a");

/** Latin letters that are no ASCII letter with a mark (ß, ł, ø) aren't plain alone; ø, a crossed 0, isn't beside digits either. */
const strokes = (letters: Letter[], word: string): Misread[] => {
	const alone = letters.length === 1;
	const crossed = alone || /[0-9]/.test(word);
	return letters
		.filter(({ letter }) => (letter === "ø" ? crossed : alone && listedWhole(letter)))
		.map(({ at, letter }) => ({ at, letter, why: letter === "ø" ? "looks like 0" : untold }));
};

const listedWhole = (letter: string): boolean =>
	/[^\p{ASCII}]/u.test(letter) && isListed(letter) && letter.normalize("NFD") === letter;
