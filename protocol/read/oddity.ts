// What of a step no card can show beyond doubt.
import { z } from "zod";
import { Text } from "../bounds.ts";

/** Why a step can't be decided on in chat: said on the card, approvers go to the console. */
export const Oddity = z.strictObject({
	step: z.int(),
	/** In words, e.g. `⟨U+0430 CYRILLIC SMALL LETTER A⟩ within a Latin word`. */
	what: Text,
});
export type Oddity = z.infer<typeof Oddity>;
