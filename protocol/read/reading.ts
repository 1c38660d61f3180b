// How the output and the exit code of a step are read.
import { z } from "zod";
import { most, Text } from "../bounds.ts";
import { Shell } from "../plan/plan.ts";

/** How output was read. `as`: its encodings (`UTF-16LE`, `code page 850`), where it isn't ASCII alone. `overdrawn`: a terminal
 * would have drawn over some of it, and so does its text. `undrawn`: except for sequences that would have cost too much, which
 * are in the text. */
export const Reading = z.strictObject({
	as: z.array(Text).max(most),
	overdrawn: z.boolean(),
	undrawn: z.literal(true).exactOptional(),
});
export type Reading = z.infer<typeof Reading>;

/** What gave the exit code of a step: its shell, and the program that its command ran last; empty: not known. `unset`: bash, which may be
 * called `sh`, also ends it with 127 where a variable isn't set. */
export const Ran = z.strictObject({ shell: Shell, program: Text, unset: z.literal(true).exactOptional() });
export type Ran = z.infer<typeof Ran>;

/** Which lines of the output an excerpt has. */
export const ExcerptPart = z.enum(["first", "last"]);
export type ExcerptPart = z.infer<typeof ExcerptPart>;
