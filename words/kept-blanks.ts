// Blanks that are part of a text, in words: for cards on one line, for the console at their own.
import type { KeptBlanks } from "../domain/kept-blanks.ts";
import { count } from "./amounts.ts";

const places = {
	quotes: "inside quotes",
	"here-document": "inside a here-document",
	"here-string": "inside a here-string",
	verbatim: "after --%",
	"as-it-is": "in text that is taken as it is",
	escaped: "after an escape character",
	unclear: "where it is hard to tell",
} as const satisfies Record<KeptBlanks["where"], string>;

/** `5 blanks inside quotes: they are part of the text` */
export const keptBlanksText = (one: KeptBlanks): string => {
	const several = one.count > 1;
	const are = several ? "they are" : "it is";
	return `${amount(one)} ${places[one.where]}: ${one.where === "unclear" ? (several ? "they may be" : "it may be") : are} part of the text`;
};

const amount = ({ count: n, of }: KeptBlanks): string => `${count(n)} ${of}${n === 1 ? "" : "s"}`;

/** `step`, `argument`: which one, from 1; null: there is only one, or it's in the text itself. */
export type KeptIn = KeptBlanks & { step: number | null; argument: number | null };

/** `Line 3: 5 blanks inside quotes: they are part of the text`; of several the first ones, and how many more; null: there are none. */
export const keptBlanksLine = (all: KeptIn[]): string | null => {
	const [first, second] = all;
	if (first === undefined) return null;
	if (second === undefined) return `${capital(lineOf(first))}: ${keptBlanksText(first)}`;
	const some = all.slice(0, mostNamed);
	const named = some.map((one, i) => {
		const last = some[i - 1];
		const where = last?.where === one.where ? "" : ` ${places[one.where]}`;
		return `${amount(one)}${where} in ${lineOf(one)}`;
	});
	const more = all.length - some.length;
	const rest = more > 0 ? `, and ${count(more)} more ${more === 1 ? "place" : "places"}` : "";
	const are = all.some(({ where }) => where === "unclear") ? "that are or may be" : "that are";
	return `Blanks ${are} part of the text: ${named.join(", ")}${rest}`;
};

const mostNamed = 3;

const lineOf = ({ step, argument, line }: KeptIn): string =>
	`${step === null ? "" : `step ${step}, `}${argument === null ? `line ${line}` : `argument ${argument}`}`;

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
