// What a card shows of the changes on an endpoint.
import { z } from "zod";
import { Instant } from "../ids.ts";
import { DriftChange } from "../record/drift.ts";

/** What changed on an endpoint between the last run of another plan there, at `since`, and this one; a view has
 * null where nothing changed, or no one knows. */
export const DriftView = z.strictObject({
	since: Instant,
	/** The most telling change. */
	first: DriftChange,
	/** How many others there are. */
	more: z.int().min(0),
	/** False: values are kept out of chat. */
	values: z.boolean(),
});
export type DriftView = z.infer<typeof DriftView>;
