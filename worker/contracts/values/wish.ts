// A session that somebody wishes for, and the thread that it gets in chat.
import { z } from "zod";
import { type Hearing, MessageRef, Place, type ThreadKind } from "../../../protocol/events.ts";
import { Identity } from "../../../protocol/ids.ts";
import { Actor } from "../../../protocol/people.ts";

const ChatUser = z.object({ identity: Identity, name: z.string() });

/** As the Backend has found out what was meant. `caller`: for whom a technician opens it. */
export const Wish = z.object({
	by: ChatUser,
	place: Place,
	request: z.string(),
	source: z.enum(["command", "shortcut", "mention"]),
	once: z.string(),
	original: z.object({ ref: MessageRef, author: ChatUser, at: z.int() }).nullable(),
	caller: Actor.nullable(),
});
export type Wish = z.infer<typeof Wish>;

/** A wish on its way to its session. `heard`: what comes to us of what is said there. */
export type Opened = Wish & { heard: Hearing };

/** A session's thread as it is wanted: `id` names it for ever, `once` the wish. */
export type WantedThread = {
	id: string;
	session: string;
	kind: ThreadKind;
	client: string;
	place: Place;
	once: string;
	rootKey: string;
};
