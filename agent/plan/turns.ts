// Plans start in the order in which they were accepted: the first process of one after those of all before it.

/** `come` resolves when it is this plan's turn. It must be `taken`, by starting or not: then the next one's comes. */
export type Turn = { come: Promise<void>; taken: () => void };

/** `longest`, in ms: a turn that isn't taken in that time passes on. A file server that is gone never answers. */
export const newTurns = (longest = 30_000) => {
	let last = Promise.resolve();
	return {
		next(): Turn {
			const come = last;
			const { promise, resolve } = Promise.withResolvers<void>();
			last = come.then(() => {
				const timer = setTimeout(resolve, longest).unref();
				return promise.finally(() => clearTimeout(timer));
			});
			return { come, taken: resolve };
		},
	};
};
