// Writes out characters that are invisible or change how their neighbours look; for text and for pages.
import { html } from "hono/html";
import { unseenCharacter } from "../../domain/text.ts";

export type Html = ReturnType<typeof html>;

const emoji = "(?:(?!\\p{Cn})\\p{Extended_Pictographic}|\\p{Emoji_Modifier})";

/** Runs of what can't be seen, but for space, tab and line feed; bytes that are not UTF-8 (see utf8.ts). A selector on an emoji
 * is kept, and a joiner behind it. */
const hidden = new RegExp(`(?:${unseenCharacter}(?<!${emoji}(?:\\ufe0f|\\ufe0f?\\u200d)))+`, "gu");

/** Text for a text file: lines and tabs stay, all else that can't be seen is escaped. */
export const plain = (text: string): string => text.replace(hidden, escaped);

/** The same on one line. */
export const oneLine = (text: string): string => plain(text).replaceAll("\n", "\\n").replaceAll("\t", "\\t");

/** How many places of a text would have to be written out. */
export const hiddenCount = (text: string): number => text.match(hidden)?.length ?? 0;

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

const code = (character: string) => character.codePointAt(0) ?? 0;
const isByte = (point: number) => point >= 0xdc80 && point <= 0xdcff;
const twoDigits = Array.from({ length: 256 }, (_, byte) => `\\x${byte.toString(16).padStart(2, "0")}`);

/** `\x1b` for ASCII and for bytes that are not UTF-8; `\u{202e}` for other characters. */
const escaped = (run: string): string => {
	let whole = "";
	for (const character of run) {
		const point = code(character);
		whole += point < 0x80 || isByte(point) ? twoDigits[point & 0xff] : `\\u{${point.toString(16)}}`;
	}
	return whole;
};

const name = (character: string): string =>
	isByte(code(character)) ? "not UTF-8" : `U+${code(character).toString(16).toUpperCase().padStart(4, "0")}`;

const sign = (character: string): string =>
	code(character) < 0x80 || isByte(code(character)) ? escaped(character) : `⟨${name(character)}⟩`;

const chip = (run: string): Html => {
	const characters = [...run];
	const names = [...new Set(characters.map(name))].slice(0, 8);
	return html`<span class="chr" title="${names.join(" ")}">${characters.map(sign).join("")}</span>`;
};
