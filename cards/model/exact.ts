// Exact text of several lines as cards lay it out: each has its number before it, so that a line that goes on below, on a narrow
// screen, isn't taken for two, nor two for one. A line break at the end begins no line. No command has the `│` behind the numbers: there, it is spelled out.
import { linesIn, withoutLastBreak } from "../../domain/line.ts";
import { lineEnds } from "../../words/amounts.ts";
import type { Section } from "./card.ts";
import { extent } from "./cut.ts";

type Code = Extract<Section, { kind: "code" }>;

/** Its lines, as they are drawn. A CR LF among other ends of line is named; where all are, the label says so. */
export const exactLines = (text: string): string[] => {
	const lines = withoutLastBreak(lineEnds(text) === "CR LF" ? text.replaceAll("\r\n", "\n") : text)
		.split("\n")
		.map((line) => line.replace(/\r$/, "⟨carriage return⟩"));
	const width = String(lines.length).length;
	return lines.length === 1
		? lines
		: lines.map((line, i) => `${String(i + 1).padStart(width)}│${line === "" ? "" : ` ${line}`}`);
};

/** What follows its label: how much is shown of an output, or that the numbers are the card's. */
export const besideLabel = ({ text, output }: Code): string => {
	if (output) return ` · ${extent(text, output)}`;
	return linesIn(text) > 1 ? " · lines numbered here only" : "";
};
