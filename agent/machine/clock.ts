// Two clocks: one run's, which tells the time, and the agent's, which tells how long something took.
import { uptime } from "node:os";

/** Microseconds since 1970, whole. */
export type Clock = () => number;

/** One run's clock: starts at the wall clock's time and then never goes back. */
export const startClock = (): Clock => {
	const started = Date.now() * 1000;
	const base = process.hrtime.bigint();
	return () => started + Number((process.hrtime.bigint() - base) / 1000n);
};

const first = { fine: performance.now(), coarse: uptime() * 1000 };
let newest = 0;

/** Milliseconds since this process began; never goes back, and goes on while the machine sleeps. `performance.now()` alone
 * stops then on Linux (CLOCK_MONOTONIC); the time since boot goes on, but in steps of 10 ms. */
export const elapsed = (): number => {
	newest = Math.max(newest, performance.now() - first.fine, uptime() * 1000 - first.coarse);
	return newest;
};
