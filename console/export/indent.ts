// Indentation that nothing inside can leave: every line that others wrote starts with it.
import { plain } from "../html/escape.ts";

export const margin = "    ";

/** Indents text that comes in pieces. `open` tells whether the last line still lacks its end. */
export const indenter = (): { add(text: string): string; open(): boolean } => {
	let lineStart = true;
	return {
		add(text) {
			if (!text) return "";
			const before = lineStart ? margin : "";
			lineStart = text.endsWith("\n");
			const lines = lineStart ? text.slice(0, -1) : text;
			return `${before}${lines.replaceAll("\n", `\n${margin}`)}${lineStart ? "\n" : ""}`;
		},
		open: () => !lineStart,
	};
};

/** CR LF is one line end, as everywhere. */
const escaped = (text: string): string => plain(text.replaceAll("\r\n", "\n"));

/** A whole text, escaped, indented, ended with a line feed. */
export const block = (text: string): string => indenter().add(`${escaped(text)}\n`);

/** A value behind a label: further lines are indented. */
export const value = (text: string): string => escaped(text).replaceAll("\n", `\n${margin}`);
