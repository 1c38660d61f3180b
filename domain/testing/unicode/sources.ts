// The tables as source files, line by line.
import { signs } from "./by-hand.ts";
import { rightToLeft } from "./published.ts";
import { letters, lookalikes, names, resembling } from "./tables.ts";

/** By file name, the sources in domain/. */
export const sources = (): Record<string, string> => ({
	"letters.ts": `${note(`Letters beyond ASCII that a command may contain as they are, by script; all other letters are spelled out. Small on purpose:
the accented letters of Latin-1 and Latin Extended-A, today's Greek, Russian and Bulgarian, kana, the kanji of everyday
Japanese (JIS X 0208, level 1) and Korean syllables. None is normalised to another, none looks like another letter of its
script. Latin ones look like nothing else at all; the others count only in a word of their own (mixed-words.ts).`)}
export const letters = {
${Object.entries(letters)
	.filter(([script]) => script !== "Hangul")
	.map(([script, all]) => `\t${script}:\n${quoted(all)},\n`)
	.join("")}};

/** Signs in office names and texts. */
export const signs = "${signs}";

/** Korean syllables: all of them, without a gap. */
export const syllables = { first: 0xac00, last: 0xd7a3 };
`,
	"lookalikes.ts": `${note(`What is drawn like what, where Unicode's compatibility forms don't say so themselves: by Unicode's confusables.txt, and by hand.`)}
export const lookalikes: Record<string, string> = {
${[...inverted(lookalikes())].map(([like, all]) => `\t${literal([...like])}: ${literal(all)},\n`).join("")}};

/** Listed letters that resemble ASCII, more or less: in a word of theirs they don't count as its own, and one that resembles a
 * sign may only be inside it. */
export const resembling: Record<string, string> = {
${Object.entries(resembling())
	.map(([like, all]) => `\t${literal([...like])}: ${literal([...all])},\n`)
	.join("")}};
`,
	"names.ts": `${note(`Names of characters that commands are likely to contain although they aren't plain.`)}
const table = \`
${rows([...names()].map(([code, name]) => `${code.toString(16)} ${name}`))}
\`;

/** By code point. */
export const names = new Map(
	table
		.trim()
		.split(/,\\s+/)
		.map((entry): [number, string] => {
			const [code = "", ...words] = entry.split(" ");
			return [Number.parseInt(code, 16), words.join(" ")];
		}),
);
`,
});

const note = (text: string): string =>
	`// ${text.replaceAll("\n", "\n// ")}\n// Written by \`npm run unicode\`: change domain/testing/unicode/ instead.`;

const perRow = 90;

const quoted = (all: string): string => {
	const characters = [...all];
	const parts = Array.from({ length: Math.ceil(characters.length / perRow) }, (_, i) =>
		characters.slice(i * perRow, (i + 1) * perRow).join(""),
	);
	return parts.map((part) => `\t\t"${part}"`).join(" +\n");
};

const inverted = (alike: Map<string, string>): Map<string, string[]> => {
	const found = new Map<string, string[]>();
	for (const [one, like] of alike) found.set(like, [...(found.get(like) ?? []), one]);
	return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
};

/** Nothing in a source file may turn the reading direction, combine with the character before it, or need a rare font. */
const literal = (all: string[]): string => {
	const written = all.map((one) => (odd(one) ? `\\u{${code(one)}}` : one.replace(/["\\]/, "\\$&")));
	return `"${written.join("")}"`;
};

const odd = (one: string): boolean => !common.test(one) || turning.has(one);
const common =
	/[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Armenian}\p{Script=Han}ぁ-ヿ]|[!-~‐-⁞]/u;
const turning = new Set(rightToLeft);

const code = (one: string): string => (one.codePointAt(0) ?? 0).toString(16);

const rows = (entries: string[]): string => {
	const lines: string[] = [];
	for (const entry of entries) {
		const last = lines.at(-1);
		if (last === undefined || last.length + entry.length > 106) lines.push(entry);
		else lines[lines.length - 1] = `${last}, ${entry}`;
	}
	return lines.join(",\n");
};
