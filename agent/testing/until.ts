// Waits for something that a peer hears: looked for whenever anything came in.

/** Resolves as soon as `find` finds something. */
export type Until = <T>(find: () => T | undefined | null | false) => Promise<T>;

export const newWaiting = (): { changed: () => void; until: Until } => {
	let wake = Promise.withResolvers<void>();
	return {
		changed() {
			wake.resolve();
			wake = Promise.withResolvers<void>();
		},
		async until(find) {
			for (;;) {
				const found = find();
				if (found) return found;
				await wake.promise;
			}
		},
	};
};
