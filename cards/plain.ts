// What people and machines wrote, beside what the card says itself: on one line, in bounds, and plainly theirs.

import { visible } from "../domain/text.ts";
import { marked, onOneLine } from "../protocol/line.ts";
import { utcMinute } from "../words/times.ts";
import type { Run } from "./model/card.ts";
import { cut, shortenedInLine } from "./model/cut.ts";

/** Text as it may stand in any element: whole characters, everything unseen spelled out. */
export const clean = (text: string): string => visible(text.toWellFormed());

/** The same within a line, whatever it holds. */
export const inLine = (text: string): string => onOneLine(clean(text));

/** Exact text within a line: its blanks count. */
export const exactInLine = (text: string): string => marked(clean(text));

/** A name, a reason, a number of somebody else's, within what the card says. */
export const brief = (text: string, most = 80): string => {
	const line = inLine(text).trim();
	return line.length > most ? `${cut(line, "first", { characters: most - 1 }).trimEnd()}…` : line;
};

/** The same, whole as far as `most` characters; beyond them it says how much there is. */
export const bounded = (text: string, most: number): string => around(text, most, ["", ""]);

/** Somebody's words. Quotes within are single ones, so that none ends them early. */
export const quoted = (text: string, most: number): string =>
	around(text.replaceAll(/[“„‟]/g, "‘").replaceAll("”", "’").replaceAll('"', "'"), most, ["“", "”"]);

/** What a piece of a line says, in plain words. */
export const textOf = (run: Run): string => {
	if (typeof run === "string") return inLine(run);
	if ("said" in run) return quoted(run.said, run.most);
	if ("bold" in run) return inLine(run.bold);
	if ("code" in run) return exactInLine(run.code);
	if ("url" in run) return inLine(run.label);
	if ("time" in run) return utcMinute(run.time);
	return brief(run.mention.name);
};

const around = (text: string, most: number, [open, close]: [string, string]): string => {
	const line = inLine(text).trim();
	if (line.length <= most) return open + line + close;
	return open + cut(line, "first", { characters: most }).trimEnd() + close + shortenedInLine(text);
};
