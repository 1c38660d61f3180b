// What a Session or a Client wants posted in chat; the Workspace posts it.
import { z } from "zod";
import { ChatMessage } from "../../../protocol/read/view.ts";

/** `to.thread`: the id of one of the session's threads; `to.person`: that person directly; `to.channel`: that conversation, as
 * a separate message. */
export const Post = z.object({
	/** Names the message for ever. */
	key: z.string(),
	/** Null: it is of no session. */
	session: z.string().nullable(),
	to: z.union([
		z.object({ thread: z.string() }),
		z.object({ person: z.string() }),
		z.object({ channel: z.string() }),
	]),
	message: ChatMessage,
	/** Posted once, and edited only if words of it are erased. */
	once: z.boolean(),
	/** Of a message that is edited: which of its session's states it shows. Of two, the greater is the newer, whichever comes first. */
	asOf: z.int().exactOptional(),
});
export type Post = z.infer<typeof Post>;

/** A message is in chat: what the Workspace tells the session that wanted it. */
export const Posted = z.object({
	key: z.string(),
	plan: z.string().nullable(),
	ref: z.object({ workspace: z.string(), channel: z.string(), message: z.string() }),
	/** The JSON text exactly as sent. */
	sent: z.string(),
	/** It is the card of a plan that can still be decided. */
	open: z.boolean(),
});
export type Posted = z.infer<typeof Posted>;
