// An endpoint is removed or blocked: what waits for it is dropped, what runs ends in its own time while its agent is heard. As soon
// as that is not heard, no one knows when it will be, and no one waits.
import type { Core } from "./core.ts";
import { drop } from "./delivering.ts";
import { silentAfter } from "./sockets.ts";

export const retired = "this endpoint was removed, or re-enrolled with another key. Enroll it again";

/** The endpoint was taken out of the set-up, or enrolled again: its agent is sent away, what waits for it is not delivered. May be
 * said again. */
export const retire = (core: Core, now: number): void => {
	core.change(() => {
		const before = core.store.self();
		core.store.retire();
		// Of one whose absence is known, a connection that still seems to be open is a dead one. One that was blocked is not online,
		// though its agents may be there.
		if (!before?.retired && !before?.online && !before?.quarantined) leave(core);
	});
	for (const { plan } of core.store.queued()) drop(core, plan, "policy");
	core.sockets.rejectAll(retired);
	settleLeft(core, now);
	core.wake();
};

/** What the agents of one that was removed or blocked have, or may have, once none is heard any more. `closed`: a connection that
 * ends now. */
export const settleLeft = (core: Core, now: number, closed?: WebSocket): void => {
	const until = heardUntil(core, closed);
	if (until === null || now < until) return;
	if (until > 0 || core.store.self()?.retired) core.change(() => leave(core));
	// No one decided that a blocked one is to go, and each deploy ends its connection: its agent has some time to come back.
	else core.change(() => core.store.lost(now));
};

/** When its agents count as gone, in ms; 0: there is no connection, and that is news; null: nothing waits for them. */
export const heardUntil = (core: Core, closed?: WebSocket): number | null => {
	const { store, sockets } = core;
	const self = store.self();
	if (!(self?.retired || self?.quarantined) || open(core).length === 0) return null;
	const pings = sockets
		.inStage("leaving")
		.filter((socket) => socket !== closed)
		.map((socket) => sockets.pingedAt(socket));
	if (pings.length > 0) return Math.max(self.last_seen ?? 0, ...pings) + silentAfter;
	return self.retired || self.lost_at === null ? 0 : self.lost_at + silentAfter;
};

const open = ({ store }: Core) => [...store.accepted(), ...store.unanswered()];

/** Inside a transaction. */
const leave = (core: Core): void => {
	const why = core.store.self()?.retired ? "removed" : "blocked";
	for (const { plan, session } of open(core)) {
		core.store.finish(plan);
		core.put(`removed:${plan}`, session, { type: "removed", session, plan, why });
	}
};
