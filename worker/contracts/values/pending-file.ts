// A file of a message that no one has handed over yet, with what it takes to record it.
import { z } from "zod";
import { Attached } from "../../../bots/intent.ts";

export const PendingFile = Attached.omit({ content: true }).extend({
	name: z.string(),
	/** By which the platform's bot reads it again; null if it can't. */
	source: z.string().nullable(),
});
export type PendingFile = z.infer<typeof PendingFile>;
