// Someone whom a message mentions.
import { z } from "zod";
import { most, Text } from "../bounds.ts";

/** Someone to be mentioned: their chat identity on that platform if they have one, and their name. */
export const Mention = z.strictObject({
	identities: z.array(Text).max(most),
	name: Text,
});
export type Mention = z.infer<typeof Mention>;
