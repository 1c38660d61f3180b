// A file that a message came with and that nobody has handed over yet, with what its being recorded needs.
import { z } from "zod";
import { MessageRef, Place } from "../../../protocol/events.ts";
import { Identity } from "../../../protocol/ids.ts";

export const PendingFile = z.object({
	by: z.object({ identity: Identity, name: z.string() }),
	place: Place,
	ref: MessageRef,
	file: z.string(),
	name: z.string(),
	/** By which the platform's bot reads it again; null where it can't. */
	source: z.string().nullable(),
});
export type PendingFile = z.infer<typeof PendingFile>;
