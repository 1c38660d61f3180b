// Plans start in the order in which they were accepted: the first process of one after those of all before it.

/** `come` resolves when it is this plan's turn. It must be `taken`, by starting or not: then the next one's comes. */
export type Turn = { come: Promise<void>; taken: () => void };

export const newTurns = () => {
	let last = Promise.resolve();
	return {
		next(): Turn {
			const come = last;
			const { promise, resolve } = Promise.withResolvers<void>();
			last = come.then(() => promise);
			return { come, taken: resolve };
		},
	};
};
