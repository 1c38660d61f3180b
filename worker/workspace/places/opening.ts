// A session gets its thread, once, however often the wish for it comes; the session itself is opened by the outbox alone.
import type { Asker, WantedThread, Wish } from "../../contracts/values/wish.ts";
import type { OpenThread, TooMany, Wished } from "../../contracts/workspace.ts";
import { objectOf } from "../../durable/places.ts";
import type { Scans } from "../../durable/scans.ts";
import type { Core, WorkspaceOutbox } from "../core.ts";
import { nameOf } from "./naming.ts";

/** The answer to a wish goes first, as a burst of sessions being opened would hold it up. In ms; an answer that never comes
 * doesn't keep the session from being opened. */
const answerWithin = 3_000;

/** Keeps a wish for a session, if it isn't one too many. A redelivered one finds the session of the first time. */
export const wish = (
	core: Pick<Core, "threads" | "change" | "put" | "quotas">,
	wanted: WantedThread,
	wished: Wish,
	asker: Asker,
	scans: Scans,
): Wished | TooMany => {
	if (scans.secretIn(wished.request) !== null) throw new Error("a request with a secret in it");
	const { session, client, rootKey } = wanted;
	const found = core.change(() => {
		const now = Date.now();
		const isNew = core.threads.wanted(wanted.once, wanted.place) === null;
		const turn = isNew ? core.quotas.request({ person: asker.identity, client }, now) : { ok: true as const };
		if (!turn.ok) return { tooManyUntil: turn.at };
		const tied = core.threads.tie(wanted, { ...asker, at: now });
		const key = openingOf(session);
		const opening = { wished: { session, client, rootKey, wish: wished } };
		if (tied.isNew) core.put(key, key, opening, now + answerWithin);
		return tied;
	});
	if ("tooManyUntil" in found) return found;
	return { session: found.session, lost: found.client !== client };
};

/** The wish has its answer: its session is opened now, in the background. */
export const answered = (core: Pick<Core, "change" | "release">, session: string): void =>
	core.change(() => core.release(openingOf(session)));

/** Ties a further thread of a session to its conversation, once. Posts that waited for it go out now. */
export const openThread = async (core: Core, wanted: WantedThread): Promise<OpenThread> => {
	const { channel } = wanted.place;
	const called = await nameOf(core, channel);
	core.threads.tie(wanted);
	core.go();
	return { heard: core.platform().hearing(channel), called };
};

type Opening = Extract<WorkspaceOutbox, { wished: object }>["wished"];

/** Opens a session that was wished for; one that is open already stays as it is. */
export const open = async (core: Core, { session, client, rootKey, wish }: Opening): Promise<void> => {
	const { channel } = wish.place;
	const called = await nameOf(core, channel);
	const heard = core.platform().hearing(channel);
	await objectOf(core.env.SESSION, session).open(session, { ...wish, heard, called }, client, rootKey);
};

/** A call for a session that isn't open yet opens it first. */
export const opened = (core: Pick<Core, "hurry">, session: string): Promise<void> =>
	core.hurry(openingOf(session));

/** The row of the outbox that opens a session, and the lane of the messages that may reach it only after that. */
export const openingOf = (session: string): string => `wished:${session}`;
