// A command that the MSP's technicians saved for the next time, with named blanks: `Restart-Service {{blank:service}}`. It
// is filled in before a plan is made of it; a plan, its digest and its approval know only the filled text.
import { z } from "zod";
import { ClientId } from "../ids.ts";
import { wordsAtMost } from "../plan/beside.ts";
import { Shell } from "../plan/plan.ts";

/** `command`: characters of each text; no dialog's input holds more. */
export const snippetsAtMost = { all: 100, title: 80, command: 3_000, checks: 10, blanks: 10 } as const;

const Line = (most: number) =>
	z
		.string()
		.max(most)
		.refine((text) => text.isWellFormed());
const Command = Line(snippetsAtMost.command).refine(
	(text) => text.trim() !== "" && !/[^\P{Cc}\n\t]/u.test(text),
);
const Checks = z.array(Command.refine((text) => !text.includes("\n"))).max(snippetsAtMost.checks);
const Words = Line(wordsAtMost.characters);

/** What its author writes. */
export const SnippetText = z.strictObject({
	title: Line(snippetsAtMost.title).regex(
		/^[^\s\p{Cc}\p{Cf}](?:[^\p{Cc}\p{Cf}\u2028\u2029]*[^\s\p{Cc}\p{Cf}])?$/u,
	),
	/** The only client whose plans it is for; null: every client's. */
	client: ClientId.nullable(),
	shell: Shell,
	before: Checks,
	command: Command,
	after: Checks,
	words: z.strictObject({ changes: Words, notices: Words, undo: Words }),
});
export type SnippetText = z.infer<typeof SnippetText>;

export type Snippet = SnippetText & { id: string };

/** `version` counts its changes; `by` made the last one, `at` in ms. */
export type KeptSnippet = Snippet & { version: number; by: string; at: number };
