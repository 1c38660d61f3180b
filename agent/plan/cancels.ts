// Plans that can still be cancelled: those whose grant is being judged, and those that run.

export const newCancels = () => {
	const held = new Map<string, { controller: AbortController; holders: number }>();
	return {
		/** All who hold the same plan share a signal, aborted with the canceller's name; to be released after use. */
		hold(plan: string): { signal: AbortSignal; release: () => void } {
			const one = held.get(plan) ?? { controller: new AbortController(), holders: 0 };
			one.holders++;
			held.set(plan, one);
			const release = () => {
				one.holders--;
				if (one.holders === 0) held.delete(plan);
			};
			return { signal: one.controller.signal, release };
		},
		cancel: (plan: string, by: string): void => held.get(plan)?.controller.abort(by),
	};
};
