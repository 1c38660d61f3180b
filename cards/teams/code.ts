// Exact text in a card, character for character: one line of monospaced runs for each of its lines.

import { clean } from "../../domain/line.ts";
import type { Section } from "../model/card.ts";
import { exactLines } from "../model/exact.ts";
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

// A run's output is only for reading: there a tab is blank space.
const displayed = (text: string, output: boolean): string[] =>
	(output ? text.replaceAll("\r\n", "\n").replaceAll("\t", "    ").split("\n") : exactLines(text)).map(
		(line) => spaced(clean(line)),
	);
