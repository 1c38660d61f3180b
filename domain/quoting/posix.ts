// Which parts of a command sh and bash take as they are: quotes, here-documents, what a backslash is before. A reader of quotes, not of
// the language: from where it can't tell, the rest is unclear.
// https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html
import {
	beginning,
	closes,
	escapes,
	lengthOf,
	opens,
	type Reading,
	restOfLine,
	type Span,
	spansOf,
	take,
} from "./span.ts";

/** `test`: `[[ … ]]`; `index`: `NAME[…]`; `pattern`: `@(…)`, and parentheses in any of these. */
type Kind = "parentheses" | "braces" | "double" | "test" | "index" | "pattern";
/** `pending`: here-documents that begin with the next line. */
type Posix = Reading<Kind> & { ansi: boolean; pending: { ends: string; tabs: boolean; quoted: boolean }[] };

/** `ansi`: the shell knows `$'…'`. */
export const posixSpans = (text: string, ansi: boolean): Span[] => {
	return spansOf({ ...beginning<Kind>(text), ansi, pending: [] }, next);
};

/** Reads on; false: it can't tell what comes. */
const next = (reading: Posix): boolean => {
	const kind = reading.open.at(-1)?.kind;
	if (kind === "double") return inDouble(reading);
	if (kind === "braces") return inBraces(reading);
	return kind === undefined || kind === "parentheses" ? inCode(reading) : inPattern(reading, kind);
};

const inDouble = (reading: Posix): boolean => {
	const { text, at } = reading;
	switch (text[at]) {
		case '"':
			return closes(reading);
		case "\\":
			return take(reading, 2, "quotes");
		case "`":
		case "$":
			return substitution(reading, "quotes");
		default:
			return take(reading, lengthOf(reading, /[^"\\`$]+/y), "quotes");
	}
};

/** `${…}`: in quotes its text counts, and elsewhere it may. */
const inBraces = (reading: Posix): boolean => {
	const where = reading.open.at(-1)?.quoted ? "quotes" : "unclear";
	switch (reading.text[reading.at]) {
		case "}":
			return closes(reading);
		case "\\":
			return take(reading, 2, where);
		case '"':
			return opens(reading, 1, "double");
		case "'":
			// Within double quotes it depends on what is before it whether they quote.
			return where === "unclear" && single(reading);
		case "`":
		case "$":
			return substitution(reading, where);
		default:
			return take(reading, lengthOf(reading, /[^}\\"'`$]+/y), where);
	}
};

const inCode = (reading: Posix): boolean => {
	const { text, at } = reading;
	switch (text[at]) {
		case "\n":
			return take(reading, 1) && hereDocuments(reading);
		case "\\":
			return escapes(reading);
		case "'":
			return single(reading);
		case '"':
			return opens(reading, 1, "double");
		case "`":
		case "$":
			return substitution(reading, null);
		case "(":
			return opens(reading, 1, beginsPattern(reading) ? "pattern" : "parentheses");
		case ")":
			return parenthesis(reading);
		case "[":
			return bracket(reading);
		case "#":
			return hash(reading);
		case "<":
			return redirection(reading);
		default:
			return word(reading) || take(reading, lengthOf(reading, /[^\n\\'"`$()[#<\w]+/y));
	}
};

/** `@(…)` and the like. */
const beginsPattern = ({ text, at, open }: Posix): boolean =>
	/[@?*+!]/.test(text[at - 1] ?? "") && open.at(-1)?.arithmetic !== true;

const bracket = (reading: Posix): boolean => {
	const { text, at } = reading;
	if (/\w/.test(text[at - 1] ?? "")) return opens(reading, 1, "index");
	const isTest =
		/^\[\[\s/.test(text.slice(at, at + 3)) && atCommand.test(text.slice(Math.max(0, at - 60), at));
	return isTest ? opens(reading, 2, "test") : take(reading, 1);
};
const atCommand = /(?:^|[\n;&|({!`]|\b(?:if|elif|else|then|while|until|do|time))[ \t]*$/;

/** Where some blanks part words and others are part of one. */
const inPattern = (reading: Posix, kind: "test" | "index" | "pattern"): boolean => {
	const { text, at, pending } = reading;
	const one = text[at] ?? "";
	switch (one) {
		case "\\":
			return take(reading, 2, "unclear");
		case "'":
			return single(reading);
		case '"':
			return opens(reading, 1, "double");
		case "`":
		case "$":
			return substitution(reading, "unclear");
		case "(":
			return opens(reading, 1, "pattern");
		case "[":
			return kind === "index" ? opens(reading, 1, "index") : take(reading, 1);
		case "#":
			return kind === "test" ? hash(reading) : /\S/.test(text[at - 1] ?? "") && take(reading, 1);
		case "\n":
			// An index goes on where it is assigned to, and ends elsewhere.
			return kind !== "index" && pending.length === 0 && take(reading, 1, "unclear");
	}
	if (kind === "test" && /^\s\]\](?!\])/.test(text.slice(at - 1, at + 3)))
		return closes(reading) && take(reading, 1);
	if (one === { index: "]", pattern: ")", test: "" }[kind]) return closes(reading);
	return take(reading, Math.max(1, lengthOf(reading, /[^\n\\'"`$()[\]#]+/y)), "unclear");
};

/** Begins a comment where a word may begin; behind what was escaped it can't be told. */
const hash = (reading: Posix): boolean => {
	const { text, at, escaped } = reading;
	if (at !== escaped && !/^$|[\s;|&()]/.test(text[at - 1] ?? "")) return take(reading, 1);
	const length = restOfLine(reading);
	if (at !== escaped) return take(reading, length);
	return !/['"`\\$<()]/.test(text.slice(at, at + length)) && take(reading, length);
};

/** `case x in a) …` closes no parenthesis. */
const word = (reading: Posix): boolean => {
	const length = lengthOf(reading, /\w+/y);
	if (length === 0) return false;
	const inner = reading.open.at(-1);
	const said = reading.text.slice(reading.at, reading.at + Math.min(length, 5));
	if (inner && length === 4 && said === "case") inner.cases++;
	if (inner && length === 4 && said === "esac" && inner.cases > 0) inner.cases--;
	return take(reading, length);
};

const parenthesis = (reading: Posix): boolean => {
	const inner = reading.open.at(-1);
	if (inner === undefined || inner.cases > 0) return take(reading, 1);
	return reading.pending.length === 0 && closes(reading);
};

const single = (reading: Posix): boolean => {
	const end = reading.text.indexOf("'", reading.at + 1);
	return end >= 0 && take(reading, 1) && take(reading, end - reading.at, "quotes") && take(reading, 1);
};

/** From a `$` or a backtick on; `where`: what they count as if they begin nothing. */
const substitution = (reading: Posix, where: Span["where"] | null): boolean => {
	const { text, at } = reading;
	if (text[at] === "`") return backticks(reading);
	switch (text[at + 1]) {
		case "(":
			return opens(reading, 2, "parentheses");
		case "{":
			return opens(reading, 2, "braces");
		case "'":
			return where === null ? ansi(reading) : take(reading, 1, where);
		case "#":
			return take(reading, 2, where);
		default:
			return take(reading, 1, where);
	}
};

/** A shell that doesn't know them reads on behind `\'`. */
const ansi = (reading: Posix): boolean => {
	const end = unescaped(reading.text, reading.at + 2, "'");
	if (end < 0 || (!reading.ansi && reading.text.slice(reading.at, end).includes("\\'"))) return false;
	return take(reading, 2) && take(reading, end - reading.at, "quotes") && take(reading, 1);
};

/** What is in them is read twice. */
const backticks = (reading: Posix): boolean => {
	const end = unescaped(reading.text, reading.at + 1, "`");
	if (end < 0) return false;
	const inside = reading.text.slice(reading.at + 1, end);
	return (
		take(reading, 1) &&
		take(reading, inside.length, /['"\\]|<</.test(inside) ? "unclear" : null) &&
		take(reading, 1)
	);
};

const unescaped = (text: string, from: number, end: string): number => {
	for (let at = from; at < text.length; at++) {
		if (text[at] === end) return at;
		if (text[at] === "\\") at++;
	}
	return -1;
};

const redirection = (reading: Posix): boolean => {
	const { text, at, open, pending } = reading;
	if (!text.startsWith("<<", at)) return take(reading, 1);
	if (text.startsWith("<<<", at)) return take(reading, 3);
	// `$((1 << n))`
	if (open.at(-1)?.arithmetic)
		return !/<<-?[ \t]*["'\\A-Za-z_]/y.test(text.slice(at, at + 20)) && take(reading, 2);
	const begins =
		/<<(-?)[ \t]*((?:[^\s;|&<>()'"\\`$]|\\[^\n]|'[^'\n]{0,200}'|"[^"\n\\`$]{0,200}"){1,200})(?=[\s;|&<>()]|$)/y;
	begins.lastIndex = at;
	const match = begins.exec(text);
	if (match === null) return false;
	const [, dash, named = ""] = match;
	pending.push({
		ends: named.replace(/\\(.)|['"]/g, "$1"),
		tabs: dash === "-",
		quoted: /['"\\]/.test(named),
	});
	return take(reading, match[0].length);
};

/** One that never ends goes to the end of the text. */
const hereDocuments = (reading: Posix): boolean => {
	const { text, pending } = reading;
	for (const { ends, tabs, quoted } of pending) {
		const { at } = reading;
		const length = lengthUntil(text, at, (line) => (tabs ? line.replace(/^\t+/, "") : line) === ends);
		if (!quoted && hidesEnd(text.slice(at, at + length))) return false;
		take(reading, length, "here-document");
		take(reading, Math.min(restOfLine(reading) + 1, text.length - reading.at));
	}
	reading.pending = [];
	return true;
};

const lengthUntil = (text: string, from: number, isEnd: (line: string) => boolean): number => {
	for (let at = from; at < text.length; ) {
		const line = restOfLine({ text, at });
		if (isEnd(text.slice(at, at + line).replace(/\r$/, ""))) return at - from;
		at += line + 1;
	}
	return Math.max(0, text.length - from);
};

/** Whether some shell reads past the end of a here-document, as a substitution or a joined line goes on there. */
const hidesEnd = (body: string): boolean => {
	const count = (sign: string) => body.split(sign).length;
	return (
		/(?<!\\)(?:\\\\)*\\\n$/.test(body.slice(-200)) ||
		count("`") % 2 === 0 ||
		(body.includes("$(") && count("(") !== count(")")) ||
		(body.includes("${") && count("{") !== count("}"))
	);
};
