// A thread of the session can't be opened in chat: the record says so, and who was told.
import type { Unopened } from "../../contracts/values/unopened.ts";
import { type Core, worker } from "../core.ts";
import { record } from "../record.ts";
import { notice, noticeKey, requester } from "../show/views.ts";
import type { ThreadRow } from "../tables/talk/threads.ts";
import { askedIn } from "./threads.ts";

/** Once, however often it is delivered. */
export const unopened = (core: Core, of: Unopened): void => {
	if (of.root === undefined) own(core, of);
	else another(core, of, core.store.threads.ofRoot(of.root));
};

const own = (core: Core, of: Unopened): void => {
	const once = `unopened:${of.at}`;
	if (core.store.once.before(once)) return;
	core.change(() => recordOnce(core, once, of, { ...core.self().place, called: askedIn(core) }));
};

/** Another one than its own, once for each reason. If nobody who could mend it can be told, the person who asked hears that nobody
 * sees it on the desk. */
const another = (core: Core, of: Unopened, found: ThreadRow | null): void => {
	if (!found || found.thread !== null) return;
	const { because, told } = of;
	const once = `unopened:${found.name}:${because}`;
	if (core.store.once.before(once)) return;
	const { kind: thread, workspace, channel, called } = found;
	core.change(() => {
		recordOnce(core, once, of, { workspace, channel, called }, { thread });
		// Nothing is posted there, if it is for want of access.
		const isSilent = because === "access-refused" && core.self().place.workspace === workspace;
		if (thread !== "desk" || told !== "not" || isSilent) return;
		const { identities } = requester(core);
		const key = noticeKey(core, "unseen");
		core.put(key, "private", { type: "tell", key, identities, notice: notice(core, "unseen", [], "", null) });
	});
};

const recordOnce = (
	core: Core,
	once: string,
	{ because, told, at }: Unopened,
	{ workspace, channel, called }: Pick<ThreadRow, "workspace" | "channel" | "called">,
	which: { thread?: ThreadRow["kind"] } = {},
): void => {
	core.store.once.remember(once, told);
	record(core, at, worker, {
		kind: "thread.unopened",
		place: { workspace, channel, thread: null },
		...(called && { called }),
		...{ because, told, ...which },
	});
};
