// One preflight at a time, so that what runs on the machine hardly notices.

export type Queue = ReturnType<typeof newQueue>;

export const newQueue = () => {
	let last: Promise<unknown> = Promise.resolve();
	return {
		/** Begins when all before it are over. */
		next<T>(work: () => Promise<T>): Promise<T> {
			const mine = last.then(work);
			last = mine.catch(() => {});
			return mine;
		},
	};
};
