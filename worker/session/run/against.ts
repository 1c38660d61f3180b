// An endpoint that ran nothing, by its agent's word, while the record says otherwise.
import type { Notice } from "../../../protocol/read/view.ts";
import { type Core, refresh, refreshList } from "../core.ts";
import { outcomesOf, planView } from "../show/views.ts";
import type { PlanRow } from "../tables/plan/plans.ts";
import type { RunRow } from "../tables/runs.ts";
import { isSeen, nameOf, tellBoth } from "./settling.ts";

/** The record's evidence against "nothing ran there", without output; empty: none. */
export const against = (core: Core, row: PlanRow, endpoint: string): Notice["outcomes"] =>
	outcomesOf([{ name: nameOf(core, row.id, endpoint) }], planView(core, row).runs).flatMap((one) =>
		one.doubted.length > 0 ? [{ ...one, why: "" }] : [],
	);

/** Inside a transaction: the record now has more of a run. If its endpoint counts as one that ran nothing, people hear of it
 * at the first sign, and then at the end of each step. */
export const seen = (core: Core, { id, plan, endpoint }: RunRow): void => {
	const delivery = core.store.deliveries.get(plan, endpoint)?.state;
	const run = core.store.runs.get(id);
	if ((delivery !== "refused" && delivery !== "undelivered") || !run || !isSeen(run)) return;
	const first = `against:${plan}:${endpoint}`;
	if (run.ended_at === null && core.store.once.before(first)) return;
	core.store.once.remember(first, "told");
	tellAnew(core, plan, run.ended_at === null ? first : `late:${plan}:${endpoint}:${id}`);
};

/** Inside a transaction: what people heard about a finished plan is no longer true. */
export const tellAnew = (core: Core, plan: string, key: string): void => {
	if (core.store.plans.get(plan)?.state === "cancelled") core.store.plans.setState(plan, "finished");
	const row = core.store.plans.get(plan) as PlanRow;
	// No event says so: the session's own card and the client's list are brought up to date here.
	refresh(core, plan);
	refreshList(core);
	if (row.state === "finished") tellBoth(core, key, "finished", row, "");
};
