// Words of people and machines beside the card's own: on one line, bounded, and clearly theirs.
import { exactInLine, inLine, inQuotes, startOf } from "../domain/line.ts";
import { utcMinute } from "../words/times.ts";
import type { Run } from "./model/card.ts";
import { shortenedInLine } from "./model/cut.ts";

/** Someone else's name, reason or number, within the card's own words. */
export const brief = (text: string, most = 80): string => {
	const line = inLine(text).trim();
	return line.length > most ? cut(line, most) : line;
};

/** The start of a longer line, in at most so many UTF-16 units: quotes that it opens are closed behind the cut. */
export const cut = (line: string, most: number): string => {
	const start = startOf(line, Math.max(0, most - 1));
	if (closing(start) === "") return `${start.trimEnd()}…`;
	const shorter = startOf(line, Math.max(0, most - 3));
	return `${shorter.trimEnd()}…${closing(shorter)}`;
};

/** What ends the isolation and the quotes that are open at the end of a text. */
const closing = (text: string): string =>
	(/\u2068[^\u2069]*$/.test(text) ? "\u2069" : "") + (/“[^”]*$/.test(text) ? "”" : "");

/** The same, whole as far as `most` characters; beyond them it says how much there is. */
export const bounded = (text: string, most: number): string => within(text, most, (some) => some);

/** Someone's words, in quotes. */
export const boundedQuote = (text: string, most: number): string => within(text, most, inQuotes);

/** A piece of a line in plain words. */
export const textOf = (run: Run): string => {
	if (typeof run === "string") return isolated(inLine(run));
	if ("said" in run) return isolated(boundedQuote(run.said, run.most));
	if ("theirs" in run) return alone(inLine(run.theirs));
	if ("bold" in run) return inLine(run.bold);
	if ("code" in run) return exactInLine(run.code);
	if ("url" in run) return inLine(run.label);
	if ("time" in run) return utcMinute(run.time);
	return brief(run.mention.name);
};

/** Words in quotes that are read from right to left turn nothing beside them: numbers would change places. */
export const isolated = (text: string): string => text.replaceAll(/(?<=“)[^”]*(?=”)/gu, alone);

const alone = (text: string): string => (rightToLeft.test(text) ? `\u2068${text}\u2069` : text);
const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

const within = (text: string, most: number, shown: (some: string) => string): string => {
	const line = inLine(text).trim();
	if (line.length <= most) return shown(line);
	return shown(startOf(line, most).trimEnd()) + shortenedInLine(text);
};
