// A session tells how it is now, a while after it changed: what changed here in between, its cards don't show yet.
import type { Listed, Shown } from "../contracts/values/listed.ts";
import { changedSince } from "./following.ts";
import type { ClientStore } from "./store.ts";

type Parts = {
	store: ClientStore;
	change: <T>(write: () => T) => T;
	/** Inside a transaction, as is the next one: its cards are to show an endpoint as it is now. */
	follow: (endpoint: Shown, session: string) => void;
	/** Its open plans' cards are to show who decides now. */
	tellSession: (session: string) => void;
};

/** `version`: of the snapshot that its cards show. */
export const take = (parts: Parts, session: Listed, shown: Shown[], version: number): void => {
	const { store, change, follow, tellSession } = parts;
	store.list(
		session,
		shown.map(({ id }) => id),
	);
	// What came or went before this session was in the list as unfinished.
	const missed = changedSince(shown, store.endpoints());
	const others = session.pending.length > 0 && version < (store.self()?.version ?? 0);
	if (missed.length === 0 && !others) return;
	change(() => {
		for (const endpoint of missed) follow(endpoint, session.session);
		if (others) tellSession(session.session);
	});
};
