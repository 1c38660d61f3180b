// Characters by name: those that a command may contain as they are, and those that look like others.
import { letters, signs, syllables } from "./letters.ts";
import { lookalikes, resembling } from "./lookalikes.ts";
import { names } from "./names.ts";

/** A character's name: `⟨U+0430 Cyrillic a⟩`; without one here, its script or kind; else only its number. */
export const mark = (character: string): string => {
	const code = character.codePointAt(0) ?? 0;
	const name = names.get(code) ?? formName(character, code) ?? letterName(character) ?? kindName(character);
	const number = `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
	return name === undefined ? `⟨${number}⟩` : `⟨${number} ${name}⟩`;
};

const listed = new Set(Object.values(letters).join("") + signs);

/** Whether a command may contain this character beyond ASCII as it is. A list of the allowed ones, so that unknown ones are
 * not. Letters that look like those of another script also need the right word around them. */
export const isListed = (character: string): boolean => {
	const code = character.codePointAt(0) ?? 0;
	return listed.has(character) || (code >= syllables.first && code <= syllables.last);
};

const inverse = (table: Record<string, string>): Map<string, string> =>
	new Map(
		Object.entries(table).flatMap(([like, all]) => [...all].map((one): [string, string] => [one, like])),
	);

const alike = inverse(lookalikes);

/** What a character looks like, if anything: ASCII, or a letter of another script. */
export const looksLike = (character: string): string | undefined => {
	const found = alike.get(character);
	if (found !== undefined) return found;
	const ascii = character.normalize("NFKC");
	return ascii !== character && /^[!-~]+$/.test(ascii) ? ascii : undefined;
};

const inPart = inverse(resembling);

/** What a listed letter resembles more or less, if anything: ASCII. */
export const resembles = (letter: string): string | undefined => inPart.get(letter);

/** The script of a letter, as it is said; undefined for what belongs to none. */
export const scriptOf = (letter: string): string | undefined =>
	scripts.find(([, pattern]) => pattern.test(letter))?.[0];

/** Whether letters of these scripts make one word: of one script, or as Japanese and Korean are written; Latin letters don't stand
 * among others. https://www.unicode.org/reports/tr39/#Restriction_Level_Detection, "Highly Restrictive" without Latin */
export const standTogether = (scripts: Set<string>): boolean =>
	scripts.size < 2 || together.some((some) => [...scripts].every((script) => some.has(script)));

const together = [
	new Set(["Han", "Hiragana", "Katakana"]),
	new Set(["Han", "Hangul"]),
	new Set(["Han", "Bopomofo"]),
];

const formName = (character: string, code: number): string | undefined => {
	if (code >= 0xe0000 && code <= 0xe007f) return "tag character";
	if (code >= 0xff01 && code <= 0xff5e) return `fullwidth ${character.normalize("NFKC")}`;
	const plain = character.normalize("NFKC");
	return code >= 0x1d400 && code <= 0x1d7ff && /^[!-~]$/.test(plain) ? `mathematical ${plain}` : undefined;
};

const letterName = (character: string): string | undefined => {
	const like = looksLike(character);
	return like && /^[!-~]$/.test(like) && /\p{L}/u.test(character)
		? `${scriptOf(character)} ${like}`
		: undefined;
};

const kindName = (character: string): string | undefined => {
	if (/\p{C}/u.test(character)) return undefined;
	const [kind] = kinds.find(([, pattern]) => pattern.test(character)) ?? ["character"];
	const script = scriptOf(character);
	return script === undefined || script === "other" ? kind : `${script} ${kind}`;
};

const kinds: [string, RegExp][] = [
	["emoji", /\p{Extended_Pictographic}|\p{Regional_Indicator}|\p{Emoji_Modifier}/u],
	["character", /\p{Script=Han}/u],
	["letter", /\p{L}/u],
	["mark", /\p{M}/u],
	["number", /\p{N}/u],
	["punctuation mark", /\p{P}/u],
	["symbol", /\p{S}/u],
];

const scripts: [string, RegExp][] = [
	["Latin", /\p{Script=Latin}/u],
	["Cyrillic", /\p{Script=Cyrillic}/u],
	["Greek", /\p{Script=Greek}/u],
	["Han", /\p{Script=Han}/u],
	["Hiragana", /\p{Script=Hiragana}/u],
	["Katakana", /[\p{Script=Katakana}ー]/u],
	["Hangul", /\p{Script=Hangul}/u],
	["Bopomofo", /\p{Script=Bopomofo}/u],
	["Armenian", /\p{Script=Armenian}/u],
	["Arabic", /\p{Script=Arabic}/u],
	["Canadian syllabics", /\p{Script=Canadian_Aboriginal}/u],
	["Cherokee", /\p{Script=Cherokee}/u],
	["Coptic", /\p{Script=Coptic}/u],
	["Devanagari", /\p{Script=Devanagari}/u],
	["Georgian", /\p{Script=Georgian}/u],
	["Hebrew", /\p{Script=Hebrew}/u],
	["Lisu", /\p{Script=Lisu}/u],
	["Thai", /\p{Script=Thai}/u],
	["other", /(?![\p{Script=Common}\p{Script=Inherited}])[\p{L}\p{M}\p{N}]/u],
];
