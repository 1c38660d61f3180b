// A session gets its thread: once, however often the wish for it comes.
import type { WantedThread, Wish } from "../../contracts/values/wish.ts";
import type { OpenedThread } from "../../contracts/workspace.ts";
import { objectOf } from "../../durable/places.ts";
import type { Core, WorkspaceOutbox } from "../core.ts";

/** How long whoever wished for a session has to open it, in ms. */
const openWithin = 3_000;

/**
 * Ties a session's thread to its conversation, once: a redelivered wish finds the session of the first time. What was to
 * be posted there before goes out now. `wish`: the session, which the caller opens; should that come to nothing, it is
 * opened from here.
 */
export const openThread = (core: Core, wanted: WantedThread, wish: Wish | null): OpenedThread => {
	const { id, session, client, place, rootKey } = wanted;
	const found = core.change(() => {
		const tied = core.threads.tie(wanted);
		const wished = wish && { session, client, rootKey, wish };
		if (wished && tied.isNew) core.put(`wished:${id}`, `wished:${id}`, { wished }, Date.now() + openWithin);
		return tied;
	});
	core.go();
	const heard = core.platform().hearing(place.channel);
	return { session: found.session, rootKey: found.root_key, lost: found.client !== client, heard };
};

type Wished = Extract<WorkspaceOutbox, { wished: object }>["wished"];

/** Opens a session that was wished for; one that is open already stays as it is. */
export const openWished = async (core: Core, { session, client, rootKey, wish }: Wished): Promise<void> => {
	const heard = core.platform().hearing(wish.place.channel);
	await objectOf(core.env.SESSION, session).open(session, { ...wish, heard }, client, rootKey);
};
