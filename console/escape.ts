// What can't be seen, or changes how its neighbours are seen, written out; for text and for pages.
import { html } from "hono/html";

export type Html = ReturnType<typeof html>;

/** Control characters but line feed and tab; marks of direction; what has no width or no ink. A joiner inside an emoji is kept. */
const hidden =
	/(?:(?![\n\t\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u115f\u1160\u2800\u3164\uffa0]|(?<!\p{Extended_Pictographic}|\ufe0f|\p{Emoji_Modifier})\u200d)/gu;

const code = (character: string) => character.codePointAt(0) ?? 0;

/** `\x1b` for ASCII; `\u{202e}` for the rest, since `\x85` stands for a byte that is not UTF-8. */
export const escaped = (character: string): string =>
	code(character) < 0x80
		? `\\x${code(character).toString(16).padStart(2, "0")}`
		: `\\u{${code(character).toString(16)}}`;

/** `\x9f` for a byte that is not part of UTF-8 text. */
export const escapedByte = (byte: number): string => `\\x${byte.toString(16).padStart(2, "0")}`;

/** How many characters of a text would have to be written out. */
export const hiddenCount = (text: string): number => text.match(hidden)?.length ?? 0;

/** Text for a text file: lines and tabs stay, all else that can't be seen is escaped. */
export const plain = (text: string): string => text.replace(hidden, escaped);

/** The same on one line. */
export const oneLine = (text: string): string => plain(text).replaceAll("\n", "\\n").replaceAll("\t", "\\t");

/** Text for a page: what can't be seen becomes a visible chip with its code point. */
export const shown = (text: string): Html[] => {
	const parts: Html[] = [];
	let from = 0;
	for (const found of text.matchAll(hidden)) {
		parts.push(html`${text.slice(from, found.index)}`, chip(found[0]));
		from = found.index + found[0].length;
	}
	return [...parts, html`${text.slice(from)}`];
};

const point = (character: string) => `U+${code(character).toString(16).toUpperCase().padStart(4, "0")}`;

const chip = (character: string): Html =>
	html`<span class="chr" title="${point(character)}">${code(character) < 0x80 ? escaped(character) : `⟨${point(character)}⟩`}</span>`;
