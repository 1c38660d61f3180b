// What the record says of a plan's card: as it was posted, and as someone who decides was shown it.
import { z } from "zod";
import { Text } from "../bounds.ts";
import { PersonId, PlanId, Sha256Hex } from "../ids.ts";
import { MessageRef } from "./place.ts";

/** The card as posted: its JSON text exactly as sent to the platform, and that text's SHA-256. */
export const CardShown = z.strictObject({
	kind: z.literal("card.shown"),
	plan: PlanId,
	ref: MessageRef,
	digest: Sha256Hex,
	card: Text,
});

/** The card with the buttons to decide, as someone's app fetched it for them alone in place of the posted one: its JSON text exactly as
 * answered, and that text's SHA-256. Not again while it stays the same; missing in older transcripts. */
export const CardServed = z.strictObject({
	kind: z.literal("card.served"),
	plan: PlanId,
	/** The posted card. */
	ref: MessageRef,
	to: PersonId,
	digest: Sha256Hex,
	card: Text,
});

/** From here on, what this person was served of the plan's card isn't recorded: `kept` of it is. */
export const CardUnkept = z.strictObject({
	kind: z.literal("card.unkept"),
	plan: PlanId,
	to: PersonId,
	kept: z.int().nonnegative(),
});
