// The session's own thread can't be opened in chat: the record says so, as the person who asked was told.
import type { Unopened } from "../../contracts/values/unopened.ts";
import { type Core, worker } from "../core.ts";
import { record } from "../record.ts";
import { askedIn } from "./threads.ts";

/** Once, however often it is delivered. */
export const unopened = (core: Core, { because, told, at }: Unopened): void => {
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
