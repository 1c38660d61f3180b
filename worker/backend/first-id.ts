// A conversation that got another id on the platform stays, in all that is recorded, under its first.
import type { MessageRef, Place } from "../../protocol/record/events.ts";

type Somewhere = { place: Place; ref?: MessageRef; original?: { ref: MessageRef } | null };

/** An intent with its conversation under `channel`, its first id, not the platform's id of today. */
export const underFirstId = <I extends Somewhere>(intent: I, { channel }: { channel: string }): I => {
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
