// Run by: until when a plan's first process may be started, by the agent's own clock.
import { elapsed } from "../machine/clock.ts";

export type Deadline = {
	/** The time is over and nothing was started: nothing will be. */
	passed: () => boolean;
	/** Milliseconds until it passes; endless once it is met. */
	left: () => number;
	/** The first process is about to be started: it is never passed from now on. */
	meet: () => void;
	/** Calls back once it has passed and nothing has started; returns a function that ends this. */
	onPassed: (call: () => void) => () => void;
};

/** `at` and `now` are milliseconds of the same clock. */
export const newDeadline = (at: number, now: () => number = elapsed): Deadline => {
	let met = false;
	const passed = () => !met && now() >= at;
	return {
		passed,
		left: () => (met ? Number.POSITIVE_INFINITY : at - now()),
		meet: () => {
			met = true;
		},
		onPassed: (call) => {
			let timer: NodeJS.Timeout | undefined;
			const wait = () => {
				if (passed()) return call();
				if (!met) timer = setTimeout(wait, Math.min(Math.max(at - now(), 1), longest));
			};
			wait();
			return () => clearTimeout(timer);
		},
	};
};

/** Node's timers take no more: 2^31 - 1 ms. */
const longest = 2_147_483_647;
