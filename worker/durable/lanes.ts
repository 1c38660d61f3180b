// Work in lanes: one piece at a time in each, several lanes at once, so that a slow one holds up no other.

/**
 * `due` gives the heads of so many of the lanes that have something to do; `work` must change that.
 * `run` takes up what is due and resolves when nothing is; a call during a run adds hands, up to `most`.
 */
export const lanes = <Head extends { lane: string }>(
	most: number,
	due: (most: number) => Head[],
	work: (head: Head) => Promise<void>,
) => {
	const busy = new Set<string>();
	const hands = new Set<Promise<void>>();
	let working = 0;
	const next = () => due(busy.size + 1).find(({ lane }) => !busy.has(lane));
	const hand = async (first: Head): Promise<void> => {
		working++;
		try {
			for (let head: Head | undefined = first; head; head = next()) {
				const { lane } = head;
				busy.add(lane);
				await work(head).finally(() => busy.delete(lane));
			}
		} finally {
			working--;
		}
	};
	return {
		run: async (): Promise<void> => {
			for (let head = next(); head && working < most; head = next()) {
				const started: Promise<void> = hand(head).finally(() => hands.delete(started));
				hands.add(started);
			}
			await Promise.all(hands);
		},
	};
};
