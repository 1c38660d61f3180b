// What a text was before its blanks were marked: the marks tell it all, but for how the lines between empty ones end.
import { withoutLastBreak } from "../line.ts";

export const unmarked = (shown: string): string =>
	shown
		.replaceAll("·", " ")
		.replaceAll("⟨tab⟩", "\t")
		.replaceAll(/⟨(\d+) empty lines⟩/g, (_, count) => "\n".repeat(Number(count) - 1))
		.replaceAll(/⟨((?:\d+ (?:space|tab)s?(?:, )?)+)⟩/g, (_, runs: string) =>
			[...runs.matchAll(/(\d+) (space|tab)/g)]
				.map(([, count, what]) => (what === "tab" ? "\t" : " ").repeat(Number(count)))
				.join(""),
		);

/** A text as a card draws it, so far as the marks tell: a line break at its end begins no line. */
export const drawn = (text: string, shown: string): string =>
	withoutLastBreak(/⟨\d+ empty lines⟩/.test(shown) ? text.replaceAll("\r\n", "\n") : text);
