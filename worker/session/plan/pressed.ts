// Where a plan's buttons are pressed.
import type { Pressed } from "../../contracts/session.ts";
import type { Core } from "../core.ts";
import type { PlanRow } from "../tables/plan/plans.ts";
import { inThread } from "../talk/threads.ts";

/** The press must come from a card of this plan: in one of the session's threads, or a copy that we sent. The console shows
 * one session's plans and no others. */
export const rightPlace = (core: Core, pressed: Pressed | null, row: PlanRow): boolean => {
	if (pressed === null) return true;
	const { place, ref, ofPlan } = pressed;
	const card = core.store.cards.at(ref);
	if (card) return card.plan === row.id;
	return ofPlan || inThread(core, { ...ref, thread: place.thread });
};
