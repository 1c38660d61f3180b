// Where something was said or shown, as people call it: never by an id.
import { clean, inLine, inQuotes, startOf } from "../domain/line.ts";
import { type ConversationKind, isPlainName } from "../protocol/platform.ts";
import type { ThreadKind } from "../protocol/record/events.ts";
import { threadPlaces } from "./states.ts";

/** `called`: what people call it; null: not known. `workspace`: `slack:T0123`. */
export type CalledPlace = { called: string | null; workspace: string };

/** `thread`: which of the session's threads; null: none. `whose`: the only person known to use that conversation. */
export type KnownPlace = CalledPlace & {
	thread: ThreadKind | null;
	kind: ConversationKind;
	whose: string | null;
};

/** `#front-desk`, `“IT help (Acme Dental)”`. Anyone may name a team or chat as they like: in quotes, unless its platform allows
 * channels only names that can't be taken for anything else. */
export const placeName = (called: string, workspace: string): string =>
	isPlainName(called, workspace) && clean(called) === called ? called : chosen(called);

/** A name that anyone may choose. */
const chosen = (name: string): string => inQuotes(startOf(inLine(name.slice(0, 4 * most)), most));

/** Longer than any name that Slack or Teams allows. */
const most = 200;

/** For people who have to find it: `#front-desk (C0123)`; the id alone if no name is known. */
export const channelWithId = ({ called, workspace }: CalledPlace, id: string): string =>
	called === null ? id : `${placeName(called, workspace)} (${id})`;

/** `“Acme Dental” (slack:T0123)` */
export const workspaceWithId = (name: string | null, workspace: string): string =>
	name === null ? workspace : `${chosen(name)} (${workspace})`;

/** One of a session's threads: `in #front-desk`, `on the MSP's desk, #desk`. */
export const threadPlace = (thread: ThreadKind, { called, workspace }: CalledPlace): string => {
	if (called === null) return threadPlaces[thread];
	const name = placeName(called, workspace);
	if (thread === "own") return `in ${name}`;
	return thread === "desk" ? `${threadPlaces.desk}, ${name}` : `in ${name}, ${threadPlaces[thread]}`;
};

/** Follows "asked": `in #front-desk`. Empty where nothing is known. */
export const askedWhere = (place: KnownPlace): string =>
	place.called === null || place.kind === "personal"
		? saidWhere(place)
		: ` in ${place.kind === "group" ? "the group chat " : ""}${placeName(place.called, place.workspace)}`;

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
