// What a session posts beside its cards: its signed head, and what people say in its other threads.
import { z } from "zod";
import { most, Text } from "../bounds.ts";
import { Instant, SessionId, Sha256Hex } from "../ids.ts";
import { Roles, Surface } from "../people.ts";

/** The session's signed head, posted once and never edited: the chat as outside witness. `whole`: not only its beginning. */
export const HeadView = z.strictObject({
	session: SessionId,
	whole: z.boolean().default(true),
	count: z.int(),
	link: Sha256Hex,
	keyId: Text,
	at: Instant,
	url: Text,
});
export type HeadView = z.infer<typeof HeadView>;

/** What someone said in another thread of the session, shown in this one. */
export const RelayView = z.strictObject({
	session: SessionId,
	author: Text,
	/** Whether the author has a role here. Messages posted by older versions show no mark. */
	known: z.boolean().default(true),
	/** The author's, when they wrote it; missing in messages stored by older versions. */
	roles: Roles.exactOptional(),
	/** The platform it was said on. */
	surface: Surface,
	text: Text,
	/** Attached files; `bytes` null: not recorded, or not yet. */
	files: z.array(z.strictObject({ name: Text, bytes: z.int().nullable() })).max(most),
	state: z.enum(["said", "edited", "deleted"]),
	url: Text,
});
export type RelayView = z.infer<typeof RelayView>;
