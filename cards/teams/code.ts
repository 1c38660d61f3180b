// Exact text in a card, character for character: one line of monospaced runs for each of its lines.

import { clean } from "../../domain/line.ts";
import { lineEnds } from "../../words/amounts.ts";
import type { Section } from "../model/card.ts";
import { spaced, type TeamsElement, textRuns } from "./text.ts";

type Code = Extract<Section, { kind: "code" }>;

/** `CodeBlock` is not in schema 1.5, and TextBlocks are read as Markdown; runs of rich text are shown as they are. What is
 * to be decided on has room between its lines, so that a line that goes on below is not taken for two. */
export const codeElement = ({ text, output }: Code): TeamsElement => ({
	type: "Container",
	style: "emphasis",
	spacing: "Small",
	items: displayed(text, output !== undefined).map((line, i) => ({
		type: "RichTextBlock",
		...(i > 0 && { spacing: output ? "None" : "Small" }),
		inlines: textRuns(line === "" ? "\u00a0" : line, { fontType: "Monospace" }),
	})),
});

// What can be told apart in the text can be told apart on the card: a tab, and a CR LF among other ends of line, are named;
// where all are CR LF, the label says so. The brackets are spelled out where the text has them itself. A run's output is for reading: there, a tab is room.
const displayed = (text: string, output: boolean): string[] =>
	(lineEnds(text) === "CR LF" || output ? text.replaceAll("\r\n", "\n") : text)
		.split("\n")
		.map((line) => line.replace(/\r$/, "⟨carriage return⟩"))
		.map((line) => (output ? line.replaceAll("\t", "    ") : line.replaceAll("\t", "⟨tab⟩")))
		.map((line) => spaced(clean(line)));
