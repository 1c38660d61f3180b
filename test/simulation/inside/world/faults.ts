// What goes wrong in one schedule, and how often. It stops before the end: then everything has to come to rest.
import type { Chance } from "./chance.ts";

/** Probabilities, all of one call, one message or one post. */
export type Weather = {
	lostCall: number;
	lostAnswer: number;
	slow: number;
	brokenSocket: number;
	lostPost: number;
	refusedPost: number;
};

export type Faults = ReturnType<typeof newFaults>;

/** Some schedules are calm, some have one trouble, some all of them. */
export const newFaults = (chance: Chance) => {
	const level = chance.one([0, 1, 3, 6]);
	const some = (most: number) => (chance.happens(0.6) ? most * level : 0);
	const weather: Weather = {
		lostCall: some(0.03),
		lostAnswer: some(0.03),
		slow: some(0.08),
		brokenSocket: some(0.02),
		lostPost: some(0.05),
		refusedPost: some(0.05),
	};
	let over = true;
	return {
		level,
		begin: () => {
			over = false;
		},
		stop: () => {
			over = true;
		},
		over: () => over,
		happens: (which: keyof Weather): boolean => !over && chance.happens(weather[which]),
		/** How long something takes on its way, in ms. */
		delay: (): number => {
			if (over) return 1 + chance.below(4);
			if (chance.happens(weather.slow)) return chance.one([200, 1_500, 6_000, 25_000]) + chance.below(500);
			return 1 + chance.below(20);
		},
	};
};
