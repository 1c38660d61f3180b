// Where a plan's buttons are pressed.
import type { Vote } from "../../../bots/intent.ts";
import type { Core } from "../core.ts";
import type { PlanRow } from "../tables/plans.ts";
import { inThread } from "../talk/threads.ts";

/** The press must come from a card of this plan: in one of the session's threads, or a copy that we sent. */
export const rightPlace = (core: Core, { place, ref, ofPlan }: Pressed, row: PlanRow): boolean => {
	const card = core.store.cards.at(ref);
	if (card) return card.plan === row.id;
	return ofPlan || inThread(core, { ...ref, thread: place.thread });
};
/** `ofPlan`: on a card of that plan, as the Workspace knows. */
type Pressed = Pick<Vote, "place" | "ref"> & { ofPlan: boolean };
