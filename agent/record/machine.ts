// What a hello says of the machine: who it is, and how far this agent's journal has come.
import type { Machine } from "../../protocol/machine.ts";
import type { Identity } from "../machine/identity.ts";
import type { Journal } from "./journal.ts";
import type { Store } from "./store.ts";

export const machineIn =
	({ store, journal }: { store: Store; journal: Journal }, { host, id, boot }: Identity) =>
	(): Machine => ({ host: host(), id, boot, count: risen(store, journal), at: Date.now() });

/** On the disk before it is said: a count that was said is never said again. Null where the disk takes nothing. */
const risen = (store: Store, journal: Journal): number | null => {
	try {
		return store.decide(journal.rise);
	} catch {
		return null;
	}
};
