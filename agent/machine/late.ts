// When an answer is late: once this program had so much time to hear it. A busy machine gives it no turn for seconds, and one that sleeps
// for hours; what came meanwhile is heard only after its timers.

/** However long one of them takes, it counts as one. */
const rounds = 10;

/** Calls back after so much time, in ms; returns what prevents it. */
export const whenLate = (ms: number, call: () => void): (() => void) => {
	let left = rounds;
	let timer: NodeJS.Timeout;
	const wait = (): void => {
		timer = setTimeout(() => (--left > 0 ? wait() : call()), ms / rounds);
	};
	wait();
	return () => clearTimeout(timer);
};

/** The same, as a signal. */
export const lateSignal = (ms: number): { signal: AbortSignal; stop: () => void } => {
	const controller = new AbortController();
	return { signal: controller.signal, stop: whenLate(ms, () => controller.abort()) };
};
