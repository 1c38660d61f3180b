// What the plan's dialog remembers between opening and sending: ids and places only.
import { z } from "zod";

export const Metadata = z.strictObject({
	session: z.string(),
	place: z.strictObject({ workspace: z.string(), channel: z.string(), thread: z.string().nullable() }),
	/** What it was opened from, where steps that a dialog would change are read again. */
	from: z.discriminatedUnion("from", [
		z.strictObject({ from: z.literal("session"), session: z.string() }),
		z.strictObject({ from: z.literal("draft"), draft: z.string() }),
		z.strictObject({ from: z.literal("plan"), plan: z.string() }),
	]),
	/** The private preview that it was opened from; removed once the plan is proposed. */
	preview: z.string().max(1_000).nullable(),
	/** The steps are not in inputs, but taken as kept. */
	kept: z.boolean(),
});
export type Metadata = z.infer<typeof Metadata>;

export const readMetadata = (text: string): Metadata => Metadata.parse(JSON.parse(text));
