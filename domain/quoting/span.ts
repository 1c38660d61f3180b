// A part of a command that its shell takes as it is, blanks and all.

/** Why its blanks count. `unclear`: a reader of quotes can't tell, so they may. */
export type Where =
	| "quotes"
	| "here-document"
	| "here-string"
	| "verbatim"
	| "as-it-is"
	| "escaped"
	| "unclear";

/** From `from` up to `to`, in UTF-16 units. A reader gives them in the order of the text, without overlaps. */
export type Span = { from: number; to: number; where: Where };

/** What is read so far, and what still has to close. */
export type Reading<Kind extends string> = {
	text: string;
	at: number;
	spans: Span[];
	open: Open<Kind>[];
	/** Where what was escaped last ends. */
	escaped: number;
};

/** Where it began; whether it, or what is around it, is a quote, or may be arithmetic; and how many `case` go on in it. */
type Open<Kind extends string> = {
	kind: Kind;
	from: number;
	quoted: boolean;
	arithmetic: boolean;
	cases: number;
};

export const beginning = <Kind extends string>(text: string): Reading<Kind> => ({
	text,
	at: 0,
	spans: [],
	open: [],
	escaped: -1,
});

/** Takes so many characters; as what, if their blanks count. */
export const take = <Kind extends string>(
	reading: Reading<Kind>,
	length: number,
	where: Where | null = null,
): true => {
	const { at } = reading;
	reading.at = at + length;
	if (where !== null && length > 0) reading.spans.push({ from: at, to: at + length, where });
	return true;
};

/** In code: the sign that escapes, and what it escapes. A blank is then part of a word. */
export const escapes = <Kind extends string>(reading: Reading<Kind>): true => {
	const next = reading.text[reading.at + 1] ?? "";
	take(reading, 1);
	take(reading, 1, /[ \t]/.test(next) ? "escaped" : null);
	reading.escaped = reading.at;
	return true;
};

export const opens = <Kind extends string>(reading: Reading<Kind>, length: number, kind: Kind): true => {
	const { text, at, open } = reading;
	const around = open.at(-1);
	open.push({
		kind,
		from: at,
		quoted: kind === "double" || around?.quoted === true,
		arithmetic: (text[at] === "(" && text[at - 1] === "(") || around?.arithmetic === true,
		cases: 0,
	});
	return take(reading, length);
};

export const closes = <Kind extends string>(reading: Reading<Kind>): true => {
	reading.open.pop();
	return take(reading, 1);
};

/** How many characters from here match, which no more than these can. */
export const lengthOf = ({ text, at }: { text: string; at: number }, sticky: RegExp): number => {
	sticky.lastIndex = at;
	return sticky.exec(text)?.[0].length ?? 0;
};

/** Up to the end of its line. */
export const restOfLine = ({ text, at }: { text: string; at: number }): number => {
	const end = text.indexOf("\n", at);
	return (end < 0 ? text.length : end) - at;
};

/** Reads on to the end of the text, or until its reader can't tell what comes: `next` returns false then. What never closed was
 * misread from its beginning on. */
export const spansOf = <Of extends Reading<string>>(reading: Of, next: (reading: Of) => boolean): Span[] => {
	const { text, spans, open } = reading;
	while (reading.at < text.length && next(reading)) {}
	const from = open[0]?.from ?? reading.at;
	const clear = spans.filter((span) => span.to <= from);
	return from < text.length ? [...clear, { from, to: text.length, where: "unclear" }] : clear;
};
