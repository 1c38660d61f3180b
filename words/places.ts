// Where something was said or shown, as people call it: never by an id.
import type { ConversationKind } from "../protocol/platform.ts";
import type { ThreadKind } from "../protocol/record/events.ts";
import { threadPlaces } from "./states.ts";

/** `thread`: which of the session's threads; null: none. `whose`: the only person known to use that conversation. */
export type KnownPlace = { thread: ThreadKind | null; kind: ConversationKind; whose: string | null };

/** To follow what someone said or decided. Empty for the session's own thread in a channel, where most is said, and if nothing
 * more is known. */
export const saidWhere = ({ thread, kind }: KnownPlace): string => {
	if (kind === "personal") return " in their own chat with Caisey";
	if (kind === "group") return " in the group chat";
	return thread === null || thread === "own" ? "" : ` ${threadPlaces[thread]}`;
};

/** Follows what Caisey showed: a message to one person isn't a thread. */
export const shownWhere = ({ thread, kind, whose }: KnownPlace): string => {
	if (thread === null)
		return kind === "personal" ? ` to ${whose ?? "one person"} directly` : ` ${others[kind]}`;
	if (thread !== "own") return ` ${threadPlaces[thread]}`;
	return kind === "channel" ? " in the session's thread" : ` ${ownChats[kind]}`;
};

const others = {
	channel: "in a channel",
	group: "in a group chat",
	unknown: "in another conversation",
} as const satisfies Record<Exclude<ConversationKind, "personal">, string>;

const ownChats = {
	group: "in the group chat where it was opened",
	personal: "in the chat where it was opened",
	unknown: threadPlaces.own,
} as const satisfies Record<Exclude<ConversationKind, "channel">, string>;
