// Letters as the word around them makes them read: of one script, or taken for another's.
import { belongTogether, isListed, looksLike, scriptOf } from "./characters.ts";

export type Misread = { at: number; letter: string; why: string };

/** Letters of another script within a word, and those that nothing in their word tells from what they look like. */
export const misreadable = (text: string): Misread[] =>
	[...text.matchAll(/[\p{L}\p{M}\p{N}_]+/gu)]
		.filter((word) => /[^\p{ASCII}]/u.test(word[0]))
		.flatMap((word) => inWord(word[0]).map((found) => ({ ...found, at: found.at + (word.index ?? 0) })));

type Letter = { at: number; letter: string; script: string; like: string | undefined };

const inWord = (word: string): Misread[] => {
	const all = [...word.matchAll(/\p{L}/gu)].flatMap((match): Letter[] => {
		const [letter] = match;
		const script = scriptOf(letter);
		return script === undefined ? [] : [{ at: match.index, letter, script, like: looksLike(letter) }];
	});
	const foreign = all.filter(({ script }) => script !== "Latin");
	const mixed = mixture(new Set(all.map(({ script }) => script)), /[0-9]/.test(word));
	if (mixed !== null) return foreign.map(({ at, letter, script }) => ({ at, letter, why: mixed(script) }));
	return alone(all, word)
		? []
		: foreign.flatMap(({ at, letter, like }) => (like ? [{ at, letter, why: `looks like ${like}` }] : []));
};

/** Why letters don't belong together; null where they do. ASCII digits are of Latin's kind: З is drawn like 3. */
const mixture = (scripts: Set<string>, digits: boolean): ((script: string) => string) | null => {
	if (!belongTogether(scripts))
		return (script) =>
			scripts.has("Latin") ? "within a Latin word" : `(${script}) in a word of several scripts`;
	return digits && !belongTogether(new Set([...scripts, "Latin"])) ? () => "in a word with digits" : null;
};

/** Whether the word is of one script, and one of its letters can be of that alone: then all its letters are. */
const alone = (letters: Letter[], word: string): boolean =>
	new Set(letters.map(({ script }) => script)).size === 1 &&
	!/[0-9]/.test(word) &&
	letters.some(({ letter, like }) => like === undefined && isListed(letter));
