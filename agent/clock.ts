// One run's clock: starts at the wall clock's time and then never goes back.

/** Microseconds since 1970, whole. */
export type Clock = () => number;

export const startClock = (): Clock => {
	const started = Date.now() * 1000;
	const base = process.hrtime.bigint();
	return () => started + Number((process.hrtime.bigint() - base) / 1000n);
};
