// Lines as Adaptive Card elements in which nothing that people wrote has a meaning: no Markdown, dates or mentions of theirs.
import type { Line, Run } from "../model/card.ts";
import { linkIn, withoutLinks } from "../model/links.ts";
import { textOf } from "../plain.ts";

export type TeamsElement = { type: string; [key: string]: unknown };

type Look = { size?: "Large" | "Small"; weight?: "Bolder"; color?: "Attention" | "Accent"; isSubtle?: true };

/** Rich text has no Markdown and, in Teams, no dates. So a time in the reader's zone needs a TextBlock, and works only with
 * text that Markdown has no meaning for; else times are in UTC. */
export const lineElement = (line: Line, look: Look = {}): TeamsElement =>
	line.some(isTime) && line.every(inert)
		? { type: "TextBlock", wrap: true, ...look, text: line.map(marked).join("") }
		: { type: "RichTextBlock", inlines: line.flatMap((run) => runs(run, look)) };

/** A line, and each link of its text below it, as Markdown: whether an action on a piece of rich text works depends on Teams' client
 * (https://github.com/microsoft/AdaptiveCards/issues/9100). */
export const lineElements = (line: Line): TeamsElement[] => {
	const links = line.flatMap((run) => linkIn(run) ?? []);
	const said = withoutLinks(line);
	return [
		...(said.length > 0 ? [lineElement(said)] : []),
		...links.map(({ url, label }) => ({
			...{ type: "TextBlock", wrap: true, text: `[${label}](${url})` },
			...(said.length > 0 && { spacing: "Small" }),
		})),
	];
};

type Time = Extract<Run, { time: number }>;
const isTheirs = (run: Run): boolean => typeof run === "object" && ("said" in run || "theirs" in run);
const isTime = (run: Run): run is Time => typeof run === "object" && "time" in run;

// Letters, numbers and such marks as no Markdown knows; nothing whose look could not be kept. `&` begins an entity, such as `&nbsp;`.
const inert = (run: Run): boolean =>
	isTime(run) ||
	(!(typeof run === "object" && ("code" in run || "url" in run || isTheirs(run))) &&
		/^[\p{L}\p{M}\p{N} .,;:?!/@%&=$€'"“”‘’„«»…·–—→✓⚠-]*$/u.test(textOf(run)) &&
		!/^\s*(?:\d+[.)]|[-–])\s|:\/\/|www\.|--|&(?! )/i.test(textOf(run)));

const marked = (run: Run): string => {
	if (isTime(run)) return inReadersZone(run.time);
	const text = textOf(run);
	const bold = typeof run === "object" && ("bold" in run || "mention" in run) && text.trim() !== "";
	return bold ? text.replace(/^(\s*)(.*?)(\s*)$/su, "$1**$2**$3") : text;
};

// https://learn.microsoft.com/adaptive-cards/authoring-cards/text-features#datetime-function-rules: seconds, and no parts of them
const inReadersZone = (at: number): string => {
	const iso = `${new Date(at).toISOString().slice(0, 19)}Z`;
	return `{{DATE(${iso}, SHORT)}} at {{TIME(${iso})}}`;
};

const runs = (run: Run, look: Look): TeamsElement[] => {
	const bold = typeof run === "object" && ("bold" in run || "mention" in run);
	const code = typeof run === "object" && "code" in run;
	const style = {
		...look,
		...(bold && { weight: "Bolder" }),
		...(code && { fontType: "Monospace" }),
		...(isTheirs(run) && { italic: true }),
	};
	return textRuns(code ? spaced(textOf(run)) : textOf(run), style);
};

/** Text runs that together say this. A renderer may take `{{DATE(…)}}` in one run for a date, so none has two braces. */
export const textRuns = (text: string, style: object): TeamsElement[] =>
	text
		.split(/(?<=\{)(?=\{)/)
		.filter((part) => part !== "")
		.map((part) => ({ type: "TextRun", text: part, ...style }));

/** Blanks that a renderer would fold or drop, as no-break spaces: at a line's ends, and of several in a row all but the
 * last. Told apart from a no-break space in the text, as that is spelled out before. */
export const spaced = (line: string): string =>
	line.replace(/^ +| +$| +(?= )/g, (blanks) => "\u00a0".repeat(blanks.length));
