// Shortening a text for chat, at whole characters and, where possible, at a line's end; and saying exactly what was left out.
import { startOf } from "../../domain/line.ts";
import { byteLength, count, exactBytes } from "../../words/amounts.ts";
import type { OutputExtent } from "./card.ts";

/** The first or last part of a text within so many lines and UTF-16 units; the text itself if it fits. */
export const cut = (
	text: string,
	part: "first" | "last",
	{ characters, lines = Number.POSITIVE_INFINITY }: { characters: number; lines?: number },
): string => {
	const all = text.split("\n");
	const some = part === "first" ? all.slice(0, lines) : all.slice(-Math.min(lines, all.length));
	const fitting = some.join("\n");
	if (fitting.length <= characters) return fitting;
	return part === "first" ? head(fitting, characters) : tail(fitting, characters);
};

const head = (text: string, characters: number): string => {
	const some = startOf(text, characters);
	const line = some.lastIndexOf("\n");
	return line > characters / 2 ? some.slice(0, line) : some;
};

const tail = (text: string, characters: number): string => {
	const some = text.slice(text.length - characters).replace(/^[\udc00-\udfff]/, "");
	const line = some.indexOf("\n");
	return line >= 0 && line < characters / 2 ? some.slice(line + 1) : some;
};

/** `shown: all`, or how much of a run's output is shown: `shown: first 20 of 31,204 lines · 3,145,728 bytes in all`. */
export const extent = (text: string, output: OutputExtent): string => {
	if (output.whole) return "shown: all";
	const lines = text.split("\n").length;
	const partial = output.lines === null || lines >= output.lines;
	const part = output.asItCame
		? `${output.part} ${count(byteLength(text))} bytes`
		: `the ${output.part} of it`;
	const some = partial ? part : `${output.part} ${count(lines)} of ${count(output.lines ?? 0)} lines`;
	return `shown: ${some} · ${exactBytes(output.bytes)} in all`;
};

/** The words after a text that was shortened within its line; `text` is all of it. */
export const shortenedInLine = (text: string): string =>
	` … (shortened; ${exactBytes(byteLength(text))} in all, whole in the full transcript)`;

/** The words below a shortened text: `shown: first 1,000 of 20,480 bytes; the rest is in the full transcript`. */
export const shortened = (part: string, text: string): string =>
	`shown: first ${count(byteLength(part))} of ${exactBytes(byteLength(text))}; all of it is in the full transcript`;
