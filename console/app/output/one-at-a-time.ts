// What is done anew with a thing begins when the last time is over: else what was loaded first may come last, and stay.

/** Asked for again meanwhile, it is done once more afterwards, however often. */
export const oneAtATime = <Of extends object>(
	work: (of: Of) => Promise<void>,
): ((of: Of) => Promise<void>) => {
	const inFlight = new Map<Of, { again: boolean }>();
	return async (of) => {
		const now = inFlight.get(of);
		if (now) {
			now.again = true;
			return;
		}
		const mine = { again: true };
		inFlight.set(of, mine);
		try {
			while (mine.again) {
				mine.again = false;
				await work(of);
			}
		} finally {
			inFlight.delete(of);
		}
	};
};
