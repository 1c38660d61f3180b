// What an agent was offered, and when: one plan at a time, so that any number of plans can wait.

/** An offer without acceptance or refusal holds up others for this time, in ms, and is repeated after it, when they had their
 * turn: something got lost on the way, or its agent can't answer this one. */
const offerAgainAfter = 15_000;

export type Offers = ReturnType<typeof newOffers>;

/** What this connection's agent was offered, and when. In memory alone: after a restart it is offered again. */
export const newOffers = () => {
	const offeredAt = new Map<string, number>();
	let open: string | null = null;
	const again = (plan: string): number => (offeredAt.get(plan) ?? -offerAgainAfter) + offerAgainAfter;
	return {
		/** The agent answered, or the plan is over: another one may be offered. */
		close: (plan: string): void => {
			if (open === plan) open = null;
		},
		/** Another connection: its agent was offered nothing yet. */
		reset: (): void => {
			open = null;
			offeredAt.clear();
		},
		/** The one to offer next, of those that wait; null: none now. */
		next: (waiting: string[], now: number): string | null => {
			for (const plan of offeredAt.keys()) if (!waiting.includes(plan)) offeredAt.delete(plan);
			if (open !== null && now < again(open)) return null;
			open = waiting.filter((plan) => now >= again(plan)).toSorted((a, b) => again(a) - again(b))[0] ?? null;
			if (open !== null) offeredAt.set(open, now);
			return open;
		},
		/** When to look again at those that wait, in ms. */
		nextAt: (waiting: string[]): number => (open !== null ? again(open) : Math.min(...waiting.map(again))),
	};
};
