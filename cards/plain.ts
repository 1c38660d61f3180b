// Words of people and machines beside the card's own: on one line, bounded, and clearly theirs.

import { visible } from "../domain/text.ts";
import { inQuotes, marked, onOneLine } from "../protocol/line.ts";
import { utcMinute } from "../words/times.ts";
import type { Run } from "./model/card.ts";
import { cut, shortenedInLine } from "./model/cut.ts";

/** Text that any element accepts: whole characters, everything invisible spelled out. */
export const clean = (text: string): string => visible(text.toWellFormed());

/** The same on one line. */
export const inLine = (text: string): string => onOneLine(clean(text));

/** Exact text within a line: its blanks count. */
export const exactInLine = (text: string): string => marked(clean(text));

/** Someone else's name, reason or number, within the card's own words. */
export const brief = (text: string, most = 80): string => {
	const line = inLine(text).trim();
	return line.length > most ? `${cut(line, "first", { characters: most - 1 }).trimEnd()}…` : line;
};

/** The same, whole as far as `most` characters; beyond them it says how much there is. */
export const bounded = (text: string, most: number): string => within(text, most, (some) => some);

/** Someone's words, in quotes. */
export const quoted = (text: string, most: number): string => within(text, most, inQuotes);

/** A piece of a line in plain words. */
export const textOf = (run: Run): string => {
	if (typeof run === "string") return inLine(run);
	if ("said" in run) return quoted(run.said, run.most);
	if ("bold" in run) return inLine(run.bold);
	if ("code" in run) return exactInLine(run.code);
	if ("url" in run) return inLine(run.label);
	if ("time" in run) return utcMinute(run.time);
	return brief(run.mention.name);
};

const within = (text: string, most: number, shown: (some: string) => string): string => {
	const line = inLine(text).trim();
	if (line.length <= most) return shown(line);
	return shown(cut(line, "first", { characters: most }).trimEnd()) + shortenedInLine(text);
};
