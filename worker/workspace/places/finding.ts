// Whose a place is: the client of a conversation, the session of a thread, of a press on a card, or of its own id.
import type { Bound, CardPress, FoundCard, FoundThread } from "../../contracts/workspace.ts";
import { type Core, isThere } from "../core.ts";
import type { ThreadRow } from "./threads.ts";

/** The client that a conversation is bound to, and the conversation's first id. */
export const clientOf = (core: Core, channel: string): Bound | null => {
	const client = isThere(core) ? core.channels.clientOf(channel) : null;
	return client === null ? null : { client, channel: core.channels.firstIdOf(channel) };
};

/** The first id of the MSP's desk, if this conversation is the desk. */
export const deskAt = (core: Core, channel: string): string | null =>
	isThere(core) && core.channels.isDesk(channel) ? core.channels.firstIdOf(channel) : null;

/** The session whose thread this is; where a chat has no threads, its newest open one, but on the desk. `channel` as the
 * platform calls it. */
export const sessionIn = (core: Core, channel: string, thread: string | null): FoundThread | null => {
	if (!isThere(core)) return null;
	const first = core.channels.firstIdOf(channel);
	const found = thread === null ? newestIn(core, first) : core.threads.at(first, thread);
	if (!found) return null;
	const { session, client } = found;
	return {
		session,
		client,
		channel: first,
		lost: isLost(core, found, first),
		heard: core.platform().hearing(first),
	};
};

/** No session's thread is known there, but its first message may be a session's that is on its way, or whose answer was lost. */
export const mayBeSession = (core: Core, channel: string, thread: string | null): "unclear" | false => {
	if (thread === null || !isThere(core) || !core.platform().deliversAgain) return false;
	const sent = core.platform().sentAt?.(thread) ?? Date.now();
	return core.threads.isOnItsWay(core.channels.firstIdOf(channel), sent) && "unclear";
};

const newestIn = ({ contacts, channels, threads }: Core, first: string): ThreadRow | null => {
	const kind = contacts.conversation(first)?.kind ?? "channel";
	return kind === "channel" ? null : threads.newestOpen(first, channels.clientOf(first) ?? "");
};

/** Whether the conversation is no longer the client's of this thread, nor the desk where it was that. */
const isLost = ({ channels }: Core, { client, kind }: ThreadRow, first: string): boolean =>
	kind === "desk" ? !channels.isDesk(first) : channels.clientOf(first) !== client;

/** The session of a press on a plan: that of its thread, or of the card's own message. Where there are no
 * threads, a card may be pressed before we hear that it is there, or without that we ever do: then we know it by what we
 * sent there. */
export const sessionOfPress = (core: Core, press: CardPress): FoundCard | null => {
	const { channel, thread, message, plan, by } = press;
	const found = thread === null ? null : sessionIn(core, channel, thread);
	if (found) return { ...found, ofPlan: false };
	if (message === "" || !isThere(core)) return null;
	const first = core.channels.firstIdOf(channel);
	const card = core.posts.sessionAt(first, message);
	const sent =
		card ?? core.posts.sentTo(plan, { ...conversation(core, first, by), threads: thread !== null });
	if (!sent) return null;
	const { session, direct } = sent;
	const lost = !direct && core.threads.ofSession(session, first).every((one) => isLost(core, one, first));
	const ofPlan = !card || new RegExp(`^(?:plan|prompt):${plan}(?![0-9a-z])`).test(card.key);
	return { session, channel: first, lost, ofPlan };
};

/** A conversation as the posting queue looks for it; `identity`: of who pressed there. */
export const conversation = (core: Core, first: string, identity: string) => ({
	channel: first,
	own: core.platform().isOwnChat(first, identity) ? identity : null,
});

/** A session's thread in this conversation: whether it belongs to another client by now. Null: no thread there. */
export const tied = (core: Core, session: string, channel: string): { lost: boolean } | null => {
	if (!isThere(core)) return null;
	const first = core.channels.firstIdOf(channel);
	const all = core.threads.ofSession(session, first);
	return all.length === 0 ? null : { lost: all.every((one) => isLost(core, one, first)) };
};
