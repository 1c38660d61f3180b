// The key that each message of ours carries as its metadata, which identifies one whose answer was lost.
import { z } from "zod";

const eventType = "caisey";

export const metadataOf = (key: string) => ({ event_type: eventType, event_payload: { key } });

/** As Slack gives it back; other apps' metadata is none of ours. */
export const Metadata = z
	.looseObject({
		event_type: z.string(),
		event_payload: z.looseObject({ key: z.string().optional() }).optional(),
	})
	.nullish()
	.catch(undefined);

/** Null where it is not ours. */
export const keyIn = (metadata: z.infer<typeof Metadata>): string | null =>
	metadata?.event_type === eventType ? (metadata.event_payload?.key ?? null) : null;
