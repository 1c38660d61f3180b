// Conversations under the ids by which we keep them.
import type { MessageRef, Place } from "../../protocol/events.ts";

type Somewhere = { place: Place; ref?: MessageRef; original?: { ref: MessageRef } | null };

/** An intent with the conversation under the id by which we keep it, whatever the platform calls it today. */
export const keptAs = <I extends Somewhere>(intent: I, { channel }: { channel: string }): I => {
	const { place, ref, original } = intent;
	if (place.channel === channel) return intent;
	const here = (one: MessageRef) => (one.channel === place.channel ? { ...one, channel } : one);
	return {
		...intent,
		place: { ...place, channel },
		...(ref && { ref: here(ref) }),
		...(original && { original: { ...original, ref: here(original.ref) } }),
	};
};
