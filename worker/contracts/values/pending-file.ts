// A file that a message came with and that nobody has handed over yet, with what its being recorded needs.
import { z } from "zod";
import { Attached } from "../../../bots/intent.ts";

export const PendingFile = Attached.omit({ content: true }).extend({
	name: z.string(),
	/** By which the platform's bot reads it again; null where it can't. */
	source: z.string().nullable(),
});
export type PendingFile = z.infer<typeof PendingFile>;
