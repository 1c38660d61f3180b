// Offers: one at a time, in the order of approval, so that any number of plans can wait. The next is offered once the one
// before it is granted, or can't be.
import { type Core, inDoubt } from "./core.ts";

/** An offer without acceptance or refusal is repeated after this time, in ms: something got lost on the way. */
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
			open = waiting.find((plan) => now >= again(plan)) ?? null;
			if (open !== null) offeredAt.set(open, now);
			return open;
		},
		/** When to look again at those that wait, in ms. */
		nextAt: (waiting: string[]): number => (open !== null ? again(open) : Math.min(...waiting.map(again))),
	};
};

export const offerNext = (core: Core, now: number): void => {
	if (!canOffer(core)) return;
	const plan = core.offers.next(waiting(core, now), now);
	if (plan !== null) core.sockets.tell({ type: "offer", plan });
};

/** When to offer again what waits, in ms; null: nothing waits, or no one is there. */
export const nextOffer = (core: Core): number | null => {
	if (!canOffer(core)) return null;
	const plans = waiting(core, Date.now());
	return plans.length > 0 ? core.offers.nextAt(plans) : null;
};

const canOffer = (core: Core): boolean => !inDoubt(core) && core.sockets.live().length > 0;

const waiting = ({ store }: Core, now: number): string[] => store.waiting(now).map(({ plan }) => plan);
