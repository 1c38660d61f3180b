// Whose a place is: the client of a conversation, the session of a thread, of a press on a card, or of its own id.
import type { Bound, CardPress, FoundCard, FoundThread } from "../../contracts/workspace.ts";
import { type Core, isThere } from "../core.ts";
import type { ThreadRow } from "./threads.ts";

/** The client that a conversation is bound to, and the id under which the conversation is kept. */
export const clientOf = (core: Core, channel: string): Bound | null => {
	const client = isThere(core) ? core.channels.clientOf(channel) : null;
	return client === null ? null : { client, channel: core.channels.keptAs(channel) };
};

/** The id under which the MSP's desk is kept, where this conversation is it. */
export const deskAt = (core: Core, channel: string): string | null =>
	isThere(core) && core.channels.isDesk(channel) ? core.channels.keptAs(channel) : null;

/** The session whose thread this is; where a chat has no threads, its newest open one, but on the desk. `channel` as the
 * platform calls it. */
export const sessionIn = (core: Core, channel: string, thread: string | null): FoundThread | null => {
	if (!isThere(core)) return null;
	const kept = core.channels.keptAs(channel);
	const found = thread === null ? newestIn(core, kept) : core.threads.at(kept, thread);
	if (!found) return null;
	const { session, client } = found;
	return {
		session,
		client,
		channel: kept,
		lost: isLost(core, found, kept),
		heard: core.platform().hearing(kept),
	};
};

const newestIn = ({ contacts, channels, threads }: Core, kept: string): ThreadRow | null => {
	const kind = contacts.conversation(kept)?.kind ?? "channel";
	return kind === "channel" ? null : threads.newestOpen(kept, channels.clientOf(kept) ?? "");
};

/** Whether the conversation is no longer the client's of this thread, nor the desk where it was that. */
const isLost = ({ channels }: Core, { client, kind }: ThreadRow, kept: string): boolean =>
	kind === "desk" ? !channels.isDesk(kept) : channels.clientOf(kept) !== client;

/** The session of a press on a plan: that of the thread it was made in, or of the card's own message. Where there are no
 * threads, one may be pressed before we hear that it stands, or without that we ever do: it is known by what was sent
 * there. */
export const sessionOfCard = (core: Core, press: CardPress): FoundCard | null => {
	const { channel, thread, message, plan, by } = press;
	const found = thread === null ? null : sessionIn(core, channel, thread);
	if (found) return { ...found, ofPlan: false };
	if (message === "" || !isThere(core)) return null;
	const kept = core.channels.keptAs(channel);
	const card = core.posts.sessionAt(kept, message);
	const sent = card ?? core.posts.sentTo(plan, { ...conversation(core, kept, by), threads: thread !== null });
	if (!sent) return null;
	const { session, direct } = sent;
	const lost = !direct && core.threads.ofSession(session, kept).every((one) => isLost(core, one, kept));
	const ofPlan = !card || new RegExp(`^plan:${plan}(?![0-9a-z])`).test(card.key);
	return { session, channel: kept, lost, ofPlan };
};

/** A conversation as the posting queue looks for it; `identity`: of who pressed there. */
export const conversation = (core: Core, kept: string, identity: string) => ({
	channel: kept,
	own: core.platform().isOwnChat(kept, identity) ? identity : null,
});

/** Where a session has a thread in this conversation: whether that is another client's by now. Null where it has none. */
export const tied = (core: Core, session: string, channel: string): { lost: boolean } | null => {
	if (!isThere(core)) return null;
	const kept = core.channels.keptAs(channel);
	const all = core.threads.ofSession(session, kept);
	return all.length === 0 ? null : { lost: all.every((one) => isLost(core, one, kept)) };
};
