// Whether an endpoint is there: a machine that sleeps keeps its connection, but its pings stop. The platform answers pings
// without waking this object, and remembers when.

import { seen } from "./connecting.ts";
import type { Core } from "./core.ts";
import { silentAfter } from "./sockets.ts";

/** How often to look, in ms, for one that is silent while a plan waits for it, and else. While one waits, open ones too, a silence
 * is noticed when it is that long: an alarm about every 35 s, 2,500 a day, each a request and a written row. */
const lookEvery = { waitedFor: 30_000, idle: 300_000 };

/** When its agent was last heard on an open connection, in ms; null: there is none. */
const heardAt = (core: Core): number | null => {
	const times = core.sockets.live().map(({ socket }) => core.sockets.pingedAt(socket));
	return times.length === 0 ? null : Math.max(core.store.self()?.last_seen ?? 0, ...times);
};

/** A connection fell silent, or is heard again. */
export const look = (core: Core, now: number): void => {
	const heard = heardAt(core);
	const online = core.store.self()?.online ?? false;
	core.lookedAt = now;
	if (heard === null) {
		if (online) missed(core, now);
		return;
	}
	if (online === now - heard < silentAfter) return;
	seen(core, null, !online, heard);
};

/** There is no connection, and no one has seen one end: it was lost with the Worker. Its agent has some time to come back. That is
 * stored: without a connection this object soon leaves memory. */
const missed = (core: Core, now: number): void => {
	const lost = core.store.self()?.lost_at ?? null;
	if (lost === null) core.store.lost(now);
	else if (now - lost >= silentAfter) seen(core, null, false, lost);
};

/** When to look again; null: its agent isn't there, and that is known. */
export const nextLook = (core: Core, now: number): number | null => {
	const heard = heardAt(core);
	const { online, last_seen, watched_until, lost_at } = core.store.self() ?? {};
	if (heard === null) {
		if (!online) return null;
		return typeof lost_at === "number" ? lost_at + silentAfter : now;
	}
	const since = Math.max(core.lookedAt, last_seen ?? 0);
	if (!core.store.unfinished() && now >= (watched_until ?? 0)) return since + lookEvery.idle;
	return online ? heard + silentAfter : since + lookEvery.waitedFor;
};

/** People look at a plan for it until then, in ms: they see within a minute if it goes away. */
export const watch = (core: Core, until: number): void => {
	core.store.watch(until);
	core.wake();
};
