// Which blanks of a command cmd takes as they are: those in quotes, and those behind a command that takes its text with them, such as
// `echo` and `set`. Of what other programs make of theirs, only the quotes are known. Wine's cmd was asked, by hand.
import type { Span, Where } from "./span.ts";

/** `depth`: of the blocks in parentheses that are open. */
type Reading = { text: string; at: number; spans: Span[]; depth: number };

export const cmdSpans = (text: string): Span[] => {
	const reading: Reading = { text, at: 0, spans: [], depth: 0 };
	while (reading.at < text.length) command(reading);
	return reading.spans;
};

const sticky = (pattern: string): RegExp => new RegExp(pattern, "iy");
const word = '(?:"[^"\\n]{0,300}"|[^\\s"&|<>()=]){1,300}';
const switches = "(?:[ \\t]+/[\\w:]{1,20}){0,20}[ \\t]*";

/** Labels, too. */
const comment = sticky("(?:rem(?![\\w.-])(?![ \\t]*[&|])|:)[^\\n]*");
const condition = `if(?:[ \\t]+(?:/i|not)){0,3}[ \\t]+(?:(?:exist|errorlevel|defined|cmdextversion)[ \\t]+${word}|${word}(?:[ \\t]*==[ \\t]*|[ \\t]+(?:equ|neq|lss|leq|gtr|geq)[ \\t]+)${word})(?=[ \\t(])`;
/** What may stand before a command. */
const before = sticky(`[\\s@,;=]+|[&|]+|(?:do|else)(?![\\w.-])|\\d?[<>]{1,2}&?[ \\t]*${word}|${condition}`);
const loop = sticky(
	'for(?:[ \\t]+/[a-z])?(?:[ \\t]+(?:"[^"\\n]{0,300}"|[^\\s"()]{1,300})){1,3}[ \\t]+in[ \\t]*\\(',
);

/** How commands begin, up to their text, why its blanks count, and whether those at its end don't. The first that fits. */
const beginnings: [begins: RegExp, where: Where | null, trimmed?: "trimmed"][] = [
	[sticky("echo[ \\t]+(?:on|off)[ \\t]*(?=[\\r\\n&|)]|$)"), null],
	[sticky("echo(?![\\w-]|\\.exe)"), "as-it-is"],
	// What is behind the last quote is left out, and sums are worked out.
	[sticky('set(?=[ \\t]*(?:/p[ \\t]*)?"|[ \\t]*/a)'), "unclear"],
	[sticky("set(?![\\w.-])[ \\t]*(?:/p[ \\t]*)?"), "as-it-is"],
	[sticky("(?:path|ftype|assoc)(?![\\w.-])[ \\t=]*"), "as-it-is"],
	[sticky("(?:cd|chdir|pushd)(?=[ \\t./\\\\])[ \\t]*(?:/d[ \\t]*)?"), "as-it-is", "trimmed"],
	// What runs it reads it again; or Wine's cmd doesn't keep what Windows' is said to.
	[sticky(`(?:start|call|title|prompt)(?![\\w.-])${switches}`), "unclear"],
	[sticky(`"?(?:[^\\s"]{0,300}\\\\)?(?:cmd|msg|label|doskey)(?:\\.exe)?"?(?![\\w.-])${switches}`), "unclear"],
	// A condition that wasn't read; `rem & …`, where versions differ.
	[sticky("(?:if|for)(?![\\w.-])|rem[ \\t]*[&|]+"), "unclear"],
	// Which command it is only shows as it runs.
	[
		sticky(
			'"?(?:[^\\s"&|<>()]{0,300}\\\\)?[^\\s"&|<>()\\\\%!^]{0,300}[%!^][^\\s&|<>()\\\\]{0,300}(?![^\\s&|<>()])',
		),
		"unclear",
	],
];

/** From where a command may begin, up to where the next may. */
const command = (reading: Reading): void => {
	const { text, at } = reading;
	if (text[at] === "(" || text[at] === ")") {
		reading.depth = Math.max(0, reading.depth + (text[at] === "(" ? 1 : -1));
		reading.at++;
	} else if (lengthOf(reading, comment) > 0) reading.at += lengthOf(reading, comment);
	else if (lengthOf(reading, before) > 0) quotes(reading, lengthOf(reading, before));
	else if (lengthOf(reading, loop) > 0) {
		quotes(reading, lengthOf(reading, loop));
		reading.depth++;
		rest(reading, /^for[ \t]+\/f/i.test(text.slice(at, at + 300)) ? "unclear" : null);
	} else {
		const [begins, where, trimmed] = beginnings.find(([one]) => lengthOf(reading, one) > 0) ?? [];
		if (begins) quotes(reading, lengthOf(reading, begins));
		rest(reading, where ?? null, trimmed);
	}
};

const lengthOf = ({ text, at }: Reading, pattern: RegExp): number => {
	pattern.lastIndex = at;
	return pattern.exec(text)?.[0].length ?? 0;
};

/** Takes so many characters, of which those in quotes count. */
const quotes = (reading: Reading, length: number): void => {
	const { text, at, spans } = reading;
	for (const { 0: quoted, index } of text.slice(at, at + length).matchAll(/"[^"\n]*"/g))
		spans.push({ from: at + index, to: at + index + quoted.length, where: "quotes" });
	reading.at += length;
};

/** Quotes go no further than their line; a line that ends in `^` goes on. */
const piece = /"[^"\n]*"?|\^(?:\r?\n|[\s\S])?|[<>]{1,2}&?[ \t]*|[ \t]+|[^"^<>\s&|)]+|[^&|\n)]|\)/y;

/** The rest of a command; `where`: why its blanks count. */
const rest = (reading: Reading, where: Where | null, trimmed?: "trimmed"): void => {
	while (reading.at < reading.text.length) {
		const { text, at, depth } = reading;
		const one = text.slice(at, at + lengthOf(reading, piece));
		if (one === "" || (one === ")" && depth > 0)) return;
		const isEnd = trimmed && /^(?:[\r\n&|)]|$)/.test(text.slice(at + one.length, at + one.length + 1));
		const counts = countsAs(one, isEnd ? null : where);
		if (counts) reading.spans.push({ from: at, to: at + one.length, where: counts });
		reading.at += one.length;
	}
};

const countsAs = (piece: string, where: Where | null): Where | null => {
	if (piece.startsWith('"')) return "quotes";
	if (/^\^[ \t]/.test(piece)) return "escaped";
	return /^[ \t]/.test(piece) ? where : null;
};
