// What a card shows of a step that is a script, beside the beginning of its text.
import { z } from "zod";
import { most } from "../bounds.ts";
import { Sha256Hex } from "../ids.ts";

/** What its shell would read otherwise than the author of a script meant. */
export const ScriptDoubt = z.enum(["carriage-returns", "mark", "code-page", "no-mark", "line-feeds"]);
export type ScriptDoubt = z.infer<typeof ScriptDoubt>;

export const ScriptView = z.strictObject({
	/** Counts from 0. */
	step: z.int().min(0),
	bytes: z.int(),
	lines: z.int(),
	/** Of the file's bytes. */
	sha256: Sha256Hex,
	/** The card gets only the beginning of its text. */
	cut: z.boolean(),
	doubts: z.array(ScriptDoubt).max(most),
});
