// Exact text in a card, character for character: one line of monospaced runs for each of its lines.

import { clean } from "../../domain/line.ts";
import { lineEnds } from "../../words/amounts.ts";
import type { Section } from "../model/card.ts";
import { spaced, type TeamsElement, textRuns } from "./text.ts";

type Code = Extract<Section, { kind: "code" }>;

/** `CodeBlock` isn't in schema 1.5, and Teams reads TextBlocks as Markdown; it shows runs of rich text as they are. Steps have
 * room between their lines, so that no wrapped line passes for two. */
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

// Differences in the text are visible on the card: it names a tab, and a CR LF among other ends of line; if all are CR LF, the
// label says so. Brackets of the text's own are spelled out. A run's output is only for reading: there a tab is blank space.
const displayed = (text: string, output: boolean): string[] =>
	(lineEnds(text) === "CR LF" || output ? text.replaceAll("\r\n", "\n") : text)
		.split("\n")
		.map((line) => line.replace(/\r$/, "⟨carriage return⟩"))
		.map((line) => (output ? line.replaceAll("\t", "    ") : line.replaceAll("\t", "⟨tab⟩")))
		.map((line) => spaced(clean(line)));
