// A text line by line, each with a number that is not part of it.
import { html } from "hono/html";
import { withoutLastBreak } from "../../domain/line.ts";
import { shown as spelledOut } from "../../domain/text.ts";
import { type Html, shown } from "./escape.ts";

/** What is run, spelled out if it could be misread. The numbers are drawn beside it, so a selection has none. */
export const numbered = (text: string): Html =>
	html`<pre class="numbered"><bdi dir="ltr">${linesOf(text).map((line) => html`<span class="code-line">${shown(line)}\n</span>`)}</bdi></pre>`;

/** A CR that ends a line is named above the text, or by its mark among other ends of line. */
const linesOf = (text: string): string[] => {
	const crlf = text.includes("\r\n") && !/(?<!\r)\n/.test(text);
	const all = spelledOut(crlf ? text.replaceAll("\r\n", "\n") : text);
	return withoutLastBreak(all)
		.split("\n")
		.map((line) => line.replace(/\r$/, "⟨carriage return⟩"));
};
