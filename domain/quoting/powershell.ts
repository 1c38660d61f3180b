// Which parts of a command PowerShell takes as they are: quotes, here-strings, what follows `--%` and what a backtick is before.
// https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_quoting_rules; typographic quotes count.
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

type Kind = "parentheses" | "double";
type PowerShell = Reading<Kind>;

export const powershellSpans = (text: string): Span[] => spansOf(beginning<Kind>(text), next);

const next = (reading: PowerShell): boolean =>
	reading.open.at(-1)?.kind === "double" ? inDouble(reading) : inCode(reading);

const isDouble = (one: string | undefined): boolean => /^["\u201c-\u201e]$/.test(one ?? "");
const isSingle = (one: string | undefined): boolean => /^['\u2018-\u201b]$/.test(one ?? "");

const inDouble = (reading: PowerShell): boolean => {
	const { text, at } = reading;
	const one = text[at];
	if (one === "`") return take(reading, 2, "quotes");
	if (isDouble(one)) return isDouble(text[at + 1]) ? take(reading, 2, "quotes") : closes(reading);
	if (one !== "$") return take(reading, lengthOf(reading, /[^`"\u201c-\u201e$]+/y), "quotes");
	return text[at + 1] === "(" ? opens(reading, 2, "parentheses") : take(reading, 1, "quotes");
};

const inCode = (reading: PowerShell): boolean => {
	const { text, at } = reading;
	const one = text[at];
	if (isSingle(one)) return single(reading);
	if (isDouble(one)) return opens(reading, 1, "double");
	switch (one) {
		case "`":
			return escapes(reading);
		case "@":
			return lengthOf(reading, hereBegins) > 0 ? hereString(reading) : take(reading, 1);
		case "<":
			return text[at + 1] === "#" ? block(reading) : take(reading, 1);
		case "#":
			return hash(reading);
		case "-":
			return verbatim(reading);
		case "(":
			return opens(reading, 1, "parentheses");
		case ")":
			return reading.open.length > 0 ? closes(reading) : take(reading, 1);
		case "$":
			return text[at + 1] === "{" ? longName(reading) : take(reading, 1);
		default:
			return take(reading, lengthOf(reading, /[^`@<#\-()$'"\u2018-\u201e]+/y));
	}
};

/** A pair of them stands for one. */
const single = (reading: PowerShell): boolean => {
	const { text, at } = reading;
	for (let end = at + 1; end < text.length; end++) {
		if (!isSingle(text[end])) continue;
		if (isSingle(text[end + 1])) end++;
		else return take(reading, 1) && take(reading, end - reading.at, "quotes") && take(reading, 1);
	}
	return false;
};

const hereBegins = /@['"\u2018-\u201e][ \t]*\r?\n/y;

/** With another one within, in a subexpression, or a line break that is escaped before its end, that can't be told. */
const hereString = (reading: PowerShell): boolean => {
	const { text, at } = reading;
	const ends = isSingle(text[at + 1]) ? /\n['\u2018-\u201b]@/g : /\n["\u201c-\u201e]@/g;
	const begins = lengthOf(reading, hereBegins);
	ends.lastIndex = at + begins - 1;
	const end = ends.exec(text);
	const inside = text.slice(at + begins, end?.index ?? at);
	if (end === null || (!isSingle(text[at + 1]) && /\$\([^)]*@['"]|`\r?$/.test(inside))) return false;
	return (
		take(reading, begins) && take(reading, end.index + 1 - reading.at, "here-string") && take(reading, 2)
	);
};

/** Behind a word it may be part of it. */
const block = (reading: PowerShell): boolean => {
	if (!/^$|[\s;|&(){},=[\]]/.test(reading.text[reading.at - 1] ?? "") || reading.at === reading.escaped)
		return false;
	const end = reading.text.indexOf("#>", reading.at + 2);
	return end >= 0 && take(reading, end + 2 - reading.at);
};

/** Begins a comment where a word may begin. Right behind a text it may be either. */
const hash = (reading: PowerShell): boolean => {
	const { text, at, escaped } = reading;
	const before = text[at - 1] ?? "";
	if (at !== escaped && /^$|[\s;|&(){},=[]/.test(before)) return take(reading, restOfLine(reading));
	if (at !== escaped && !/['"\])\u2018-\u201e]/.test(before)) return take(reading, 1);
	const length = restOfLine(reading);
	return !/[-'"`()@<$\u2018-\u201e]/.test(text.slice(at, at + length)) && take(reading, length);
};

const verbatim = (reading: PowerShell): boolean => {
	const isMark = lengthOf(reading, /(?<=\s)--%(?=\s)/y) > 0;
	return isMark ? take(reading, restOfLine(reading), "verbatim") : take(reading, 1);
};

/** `${a name}` */
const longName = (reading: PowerShell): boolean => {
	const end = reading.text.indexOf("}", reading.at);
	return end >= 0 && take(reading, end - reading.at, "unclear");
};
