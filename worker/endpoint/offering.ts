// Offers go out in the order of approval. The next goes out once the one before it is granted, or can't be.
import { type Core, inDoubt } from "./core.ts";

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
