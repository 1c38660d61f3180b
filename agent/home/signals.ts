// SIGTERM and Ctrl-C: the first asks the program to stop, a later one to stop at once.

/** Counts a Ctrl-C once even if a launcher such as npm passes it on to a program that already has it from the terminal. */
export const onStop = (first: () => void, again: () => void): void => {
	const heard = presses(first, again, () => performance.now());
	process.on("SIGINT", heard).on("SIGTERM", heard);
};

/** `now`: in ms. */
export const presses = (first: () => void, again: () => void, now: () => number) => {
	let asked: number | undefined;
	return (signal: NodeJS.Signals): void => {
		const before = asked;
		asked ??= now();
		if (before === undefined) first();
		else if (signal !== "SIGINT" || now() - before > onePressMs) again();
	};
};

/** A launcher on a busy machine is late, and a person reads first what a second press does. */
const onePressMs = 1_000;
