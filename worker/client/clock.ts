// What at a client is over by the clock: absences, and changes that nobody confirmed.
import * as amendments from "./amendments.ts";
import * as deputies from "./deputies.ts";
import type { ClientStore } from "./store.ts";

/** In ms; null: nothing. */
export const nextTime = (store: ClientStore): number | null => {
	const times = [deputies.nextEnd(store.deputies.all()), amendments.nextEnd(store)];
	const all = times.filter((at) => at !== null);
	return all.length > 0 ? Math.min(...all) : null;
};

export const onTime = (
	parts: Parameters<typeof deputies.endOver>[0] & amendments.Parts,
	now: number,
): void => {
	deputies.endOver(parts, now);
	amendments.endOver(parts, now);
};
