// Whether an endpoint is there: a machine that sleeps keeps its connection, but its pings stop. The platform answers pings
// without waking this object, and remembers when.

import { seen } from "./connecting.ts";
import type { Core } from "./core.ts";

/** In ms; an agent pings every 20 s. */
export const silentAfter = 65_000;
/** How often to look, in ms: while a plan waits or runs, and else. */
const lookEvery = { busy: 60_000, idle: 300_000 };

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
	if (heard === null || online === now - heard < silentAfter) return;
	seen(core, null, !online, heard);
};

/** When to look again; null: there is no connection. */
export const nextLook = (core: Core): number | null => {
	if (core.sockets.live().length === 0) return null;
	const since = Math.max(core.lookedAt, core.store.self()?.last_seen ?? 0);
	return since + (core.store.unfinished() ? lookEvery.busy : lookEvery.idle);
};
