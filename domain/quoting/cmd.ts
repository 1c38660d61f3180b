// Which parts of a command cmd takes as they are: quotes, and all that follows a command that takes its text with its blanks, such as
// `echo` and `set`. Of what other programs make of theirs, only the quotes are known.
import type { Span, Where } from "./span.ts";

export const cmdSpans = (text: string): Span[] => {
	const spans: Span[] = [];
	let goesOn = false;
	let from = 0;
	for (const line of text.split("\n")) {
		goesOn = readLine(spans, line, from, goesOn);
		from += line.length + 1;
	}
	return spans;
};

/** Comments change nothing. */
const comment = /^[ \t]*@?(?:rem(?![\w-])|::)/i;

const takesText =
	/(?<![\w.-])(?:echo(?![ \t]+(?:on|off)[ \t\r]*$)|set|title|prompt|msg|call|cmd|start)(?:\.exe)?(?![\w-])/i;

/** Quotes go no further than their line. */
const pieces = /"[^"]*"?|\^[\s\S]?|[^"^]+/g;

/** Whether the next line goes on with the text of this one. */
const readLine = (spans: Span[], line: string, from: number, goesOn: boolean): boolean => {
	if (!goesOn && comment.test(line)) return false;
	const text = goesOn ? 0 : (takesText.exec(line)?.index ?? line.length);
	for (const { 0: piece, index } of line.matchAll(pieces)) {
		const where = whereIn(piece);
		const begin = where === null ? Math.max(index, text) : index;
		const to = from + index + piece.length;
		if (from + begin < to) spans.push({ from: from + begin, to, where: where ?? "as-it-is" });
	}
	return text < line.length && /\^\r?$/.test(line);
};

const whereIn = (piece: string): Where | null => {
	if (piece.startsWith('"')) return "quotes";
	return /^\^[ \t]/.test(piece) ? "escaped" : null;
};
