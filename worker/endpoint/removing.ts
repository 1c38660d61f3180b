// An endpoint is removed: what waits for it is dropped, what runs ends in its own time while its agent is heard. As soon as that is
// not heard, no one knows when it will be, and no one waits.
import type { Core } from "./core.ts";
import { drop } from "./delivering.ts";
import { silentAfter } from "./sockets.ts";

export const retired = "this endpoint was removed, or re-enrolled with another key. Enroll it again";

/** The endpoint was taken out of the set-up, or enrolled again: its agent is sent away, what waits for it is not delivered. May be
 * said again. */
export const retire = (core: Core, now: number): void => {
	core.change(() => {
		const before = core.store.self();
		// Of one whose absence is known, a connection that still seems to be open is a dead one.
		if (!before?.retired && !before?.online) leave(core);
		core.store.retire();
	});
	for (const { plan } of core.store.queued()) drop(core, plan, "policy");
	core.sockets.rejectAll(retired);
	settleLeft(core, now);
	core.wake();
};

/** What a removed endpoint's agent has, or may have, once it is heard no more. `closed`: a connection that ends now. */
export const settleLeft = (core: Core, now: number, closed?: WebSocket): void => {
	const until = heardUntil(core, closed);
	if (until !== null && now >= until) core.change(() => leave(core));
};

/** When a removed endpoint's agent counts as gone, in ms; null: nothing waits for it. */
export const heardUntil = (core: Core, closed?: WebSocket): number | null => {
	const { store, sockets } = core;
	const self = store.self();
	if (!self?.retired || open(core).length === 0) return null;
	const pings = sockets
		.inStage("leaving")
		.filter((socket) => socket !== closed)
		.map((socket) => sockets.pingedAt(socket));
	return pings.length === 0 ? 0 : Math.max(self.last_seen ?? 0, ...pings) + silentAfter;
};

const open = ({ store }: Core) => [...store.accepted(), ...store.unanswered()];

/** Inside a transaction. */
const leave = (core: Core): void => {
	for (const { plan, session } of open(core)) {
		core.store.finish(plan);
		core.put(`removed:${plan}`, session, { type: "removed", session, plan });
	}
};
