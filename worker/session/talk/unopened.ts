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

const own = (core: Core, { because, told, at }: Unopened): void => {
	const once = `unopened:${at}`;
	const { workspace, channel } = core.self().place;
	const called = askedIn(core);
	if (core.store.once.before(once)) return;
	core.change(() => {
		core.store.once.remember(once, told);
		record(core, at, worker, {
			kind: "thread.unopened",
			place: { workspace, channel, thread: null },
			...(called && { called }),
			because,
			told,
		});
	});
};

/** Another one than its own, once for each reason. If nobody who could mend it can be told, the person who asked hears that nobody
 * sees it on the desk. */
const another = (core: Core, { because, told, at }: Unopened, found: ThreadRow | null): void => {
	if (!found || found.thread !== null) return;
	const once = `unopened:${found.name}:${because}`;
	if (core.store.once.before(once)) return;
	const { kind: thread, workspace, channel, called } = found;
	core.change(() => {
		core.store.once.remember(once, told);
		record(core, at, worker, {
			kind: "thread.unopened",
			place: { workspace, channel, thread: null },
			...(called && { called }),
			...{ because, told, thread },
		});
		// Nothing is posted there, if it is for want of access.
		const isSilent = because === "access-refused" && core.self().place.workspace === workspace;
		if (thread !== "desk" || told !== "not" || isSilent) return;
		const { identities } = requester(core);
		const key = noticeKey(core, "unseen");
		core.put(key, "private", { type: "tell", key, identities, notice: notice(core, "unseen", [], "", null) });
	});
};
