// Someone whom a message mentions.
import { z } from "zod";

/** Someone to be mentioned: their chat identity on that platform if they have one, and their name. */
export const Mention = z.strictObject({ identities: z.array(z.string()), name: z.string() });
export type Mention = z.infer<typeof Mention>;
