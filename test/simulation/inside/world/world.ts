// The world of the schedule that is running: one at a time, so that replaced modules and globals find it.
import type { Chance } from "./chance.ts";
import type { Faults } from "./faults.ts";
import type { Life, Time } from "./time.ts";

export type World = {
	time: Time;
	/** Decides what happens, and when. */
	chance: Chance;
	/** For ids, salts and keys: apart, so that a change there shifts no schedule. */
	entropy: Chance;
	faults: Faults;
	/** What is stored is packed as the product packs it. */
	packs: boolean;
	note: (line: string) => void;
	/** What an object threw that nobody planned. */
	broken: string[];
	/** In which life an error began, for those that nothing catches. */
	blame: WeakMap<object, Life>;
};

let current: World | null = null;

export const world = (): World => {
	if (!current) throw new Error("no schedule is running");
	return current;
};

export const enter = (one: World | null): void => {
	current = one;
};

/** A new one for each schedule, which is let go with it. */
export const perWorld = <T>(make: () => T): (() => T) => {
	const all = new WeakMap<World, T>();
	return () => {
		const one = all.get(world()) ?? make();
		all.set(world(), one);
		return one;
	};
};
