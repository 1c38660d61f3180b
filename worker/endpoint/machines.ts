// Which machine an endpoint is: pinned at its first hello; another one is held until an owner confirms it.
import { clockAhead, differences, endsByItself, isElsewhere } from "../../domain/machine.ts";
import type { Difference, Hold, Machine } from "../../protocol/machine.ts";
import type { Core } from "./core.ts";

/** What a hello's machine is to us, and what its journal is worth. */
export type Recognised = {
	said: Machine | null;
	hold: Hold | null;
	/** What it doesn't know says nothing of what ran: another machine may have the plan. */
	elsewhere: boolean;
	/** Its journal isn't the one of before: what was on its way may have run. */
	anotherJournal: boolean;
};

/** Changes nothing yet. `said` null: an older agent. */
export const recognise = (core: Core, said: Machine | null, now: number): Recognised => {
	const known = core.store.machine.read();
	if (!known) return { said, hold: null, elsewhere: false, anotherJournal: false };
	const found = differences(known, said);
	const before = known.hold && !endsByItself(known.hold.because) ? known.hold.because : [];
	const because = union(before, found);
	const anotherJournal = known.moved || because.includes("journal") || because.includes("boot");
	if (because.length === 0) return { said, hold: null, elsewhere: false, anotherJournal };
	// Another machine by the same name is another hold: an owner confirms only the one that they were shown.
	const since = known.hold && isSame(known.said, said) ? known.hold.since : now;
	const hold = { because, from: known.host, to: said?.host ?? known.host, since };
	return { said, hold, elsewhere: isElsewhere(found), anotherJournal };
};

const isSame = (a: Machine | null, b: Machine | null): boolean =>
	a?.id === b?.id && a?.boot === b?.boot && a?.host === b?.host;

const union = (a: Difference[], b: Difference[]): Difference[] => [...new Set([...a, ...b])];

/** Inside a transaction: pins the machine, or holds everything for it. */
export const keep = (core: Core, { said, hold }: Recognised, now: number): void => {
	if (hold) core.store.machine.hold(hold, said);
	else if (said) core.store.machine.pin(said);
	core.store.machine.setClock(said ? clockAhead(said.at, now) : 0);
};

/** An owner confirms the machine that differs, as they saw it. False: it is another one by now, or none. */
export const confirm = (core: Core, shown: Hold): boolean => {
	const known = core.store.machine.read();
	if (!known?.hold || JSON.stringify(known.hold) !== JSON.stringify(shown)) return false;
	const { said, hold } = known;
	core.change(() => {
		if (said)
			core.store.machine.pin(
				said,
				hold.because.some((one) => one !== "host"),
			);
		else core.store.machine.unpin();
		core.put("seen", "client", { type: "seen" });
	});
	// Their next hellos are those of the endpoint.
	for (const { socket } of core.sockets.live()) socket.close(1000, "an owner confirmed this machine");
	return true;
};
