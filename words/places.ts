// Where something was said or shown, as people call it: never by an id.
import { clean, inLine, inQuotes, startOf } from "../domain/line.ts";
import type { ConversationKind } from "../protocol/platform.ts";
import type { ThreadKind } from "../protocol/record/events.ts";
import { threadPlaces } from "./states.ts";

/** `thread`: which of the session's threads; null: none. `whose`: the only person known to use that conversation. `called`:
 * what people call it; null: not known. */
export type KnownPlace = {
	thread: ThreadKind | null;
	kind: ConversationKind;
	whose: string | null;
	called: string | null;
};

/** `#front-desk`, `“IT help (Acme Dental)”`. Anyone may name a team or channel as they like: in quotes, unless it is one word. */
export const placeName = (called: string): string =>
	oneWord.test(called) && clean(called) === called
		? called
		: inQuotes(startOf(inLine(called.slice(0, 4 * most)), most));

/** Longer than any name that Slack or Teams allows. */
const most = 200;

/** Slack's: lower case, digits, `-`, `_`, and letters of other scripts. */
const oneWord = /^#[\p{Ll}\p{Lo}\p{M}\p{N}_-]{1,80}$/u;

/** Also for whoever has to find it: `#front-desk (C0123)`; the id alone where no name is known. */
export const nameWithId = (called: string | null, id: string): string =>
	called === null ? id : `${placeName(called)} (${id})`;

/** One of a session's threads: `in #front-desk`, `on the MSP's desk, #desk`. */
export const threadPlace = (thread: ThreadKind, called: string | null): string => {
	if (called === null) return threadPlaces[thread];
	const name = placeName(called);
	if (thread === "own") return `in ${name}`;
	return thread === "desk" ? `${threadPlaces.desk}, ${name}` : `in ${name}, ${threadPlaces[thread]}`;
};

/** Follows "asked": `in #front-desk`. Empty where nothing is known. */
export const askedWhere = (place: KnownPlace): string =>
	place.called === null || place.kind === "personal"
		? saidWhere(place)
		: ` in ${place.kind === "group" ? "the group chat " : ""}${placeName(place.called)}`;

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
