// A disk that is full: the agent holds some space back for itself, gives that away when nothing else is left, and then waits.
import type { DiskState } from "../../protocol/record/records.ts";
import { type FreeSpace, holdSpace, holdsSpace, isShort, letGo } from "./reserve.ts";
import type { Settings } from "./settings.ts";
import { type DiskTrouble, troubleOf } from "./trouble.ts";

export type Disk = {
	/** `room`: it can be written to, and the agent has its own space. Else nothing new may start. The agent has no space of its own any more, or owes the disk something. */
	state: () => DiskState;
	/** Does a write. Where the disk takes nothing more, the agent gives its own space away and tries once more; throws what
	 * the last try threw. The write must change nothing where it throws. */
	write: <T>(write: () => T) => T;
	/** Whether something that failed is worth another try: the disk took nothing more, and the agent has now given its own space
	 * away. For what can't be done in one `write`. Where another disk was full (`/tmp`), nothing follows for this one. */
	giveWay: (thrown: unknown) => boolean;
	/** Does a write now, or, where the disk takes nothing more, as soon as it does: in the order of these calls. */
	owe: (write: () => void) => void;
	/** Tries again to write what is owed: something was freed. */
	pay: () => void;
	/** Whether it can't be written now. */
	isStuck: () => boolean;
	/** Called with each new state; returns what ends that. */
	onChange: (listener: (state: DiskState) => void) => () => void;
	/** Tries once more to write what is owed. Returns how many writes are lost. */
	close: () => number;
};

export const openDisk = (
	folder: { reserve: string },
	settings: Pick<Settings, "reserveBytes" | "diskRetryMs">,
	log: (line: string) => void,
): Disk => {
	const space: FreeSpace = { path: folder.reserve, bytes: settings.reserveBytes };
	const listeners = new Set<(state: DiskState) => void>();
	const owed: (() => void)[] = [];
	let held = holdsSpace(space) || holdSpace(space);
	let trouble: DiskTrouble = "full";
	let said: DiskState = "room";
	let timer: NodeJS.Timeout | undefined;
	let paying = false;
	/** What is owed can't be written now. */
	let stuck = false;

	const state = (): DiskState => (held && !stuck ? "room" : trouble);
	const tell = () => {
		const now = state();
		if (now !== "room") timer ??= setTimeout(retry, settings.diskRetryMs);
		if (now === said) return;
		said = now;
		log(logged[now]);
		for (const listener of [...listeners]) listener(now);
	};
	const yields = (thrown: unknown): boolean => {
		const found = troubleOf(thrown);
		if (!found) return false;
		trouble = found;
		if (!held) return false;
		held = false;
		letGo(space);
		return true;
	};
	const write = <T>(work: () => T): T => {
		try {
			return work();
		} catch (thrown) {
			if (!yields(thrown)) throw thrown;
			return work();
		} finally {
			tell();
		}
	};
	/** One after the other: what a write leads to waits behind it. */
	const pay = () => {
		if (paying) return;
		paying = true;
		try {
			for (let next = owed[0]; next; next = owed[0]) {
				next();
				owed.shift();
			}
			stuck = false;
		} catch (thrown) {
			const found = troubleOf(thrown);
			if (!found) throw thrown;
			trouble = found;
			stuck = true;
		} finally {
			paying = false;
			tell();
		}
	};
	const retry = () => {
		timer = undefined;
		pay();
		if (!stuck) held ||= holdSpace(space);
		tell();
	};
	tell();
	return {
		state,
		write,
		giveWay(thrown) {
			if (troubleOf(thrown) !== "full" || !isShort(space)) return false;
			const again = yields(thrown);
			tell();
			return again;
		},
		owe(work) {
			owed.push(work);
			pay();
		},
		pay,
		isStuck: () => stuck,
		onChange(listener) {
			listeners.add(listener);
			return () => void listeners.delete(listener);
		},
		close() {
			listeners.clear();
			pay();
			clearTimeout(timer);
			return owed.length;
		},
	};
};

const logged = {
	full: "this machine's disk is full: nothing new starts until there is space",
	failing: "this machine's disk can't be written to: nothing new starts until it can",
	room: "this machine's disk has room again",
} as const satisfies Record<DiskState, string>;
