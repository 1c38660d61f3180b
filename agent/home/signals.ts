// SIGTERM and Ctrl-C: the first asks the program to stop, a later one to stop at once.

/** Counts a Ctrl-C once even if a launcher such as npm passes it on to a program that already has it from the terminal. */
export const onStop = (first: () => void, again: () => void): void => {
	let asked: number | undefined;
	const heard = (signal: NodeJS.Signals) => {
		const before = asked;
		asked ??= performance.now();
		if (before === undefined) first();
		else if (signal !== "SIGINT" || performance.now() - before > onePressMs) again();
	};
	process.on("SIGINT", heard).on("SIGTERM", heard);
};

const onePressMs = 400;
