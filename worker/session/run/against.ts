// An endpoint that counts as one that ran nothing, by its agent's word, and a record that says otherwise.
import type { Notice } from "../../../protocol/view.ts";
import type { Core } from "../core.ts";
import { outcomesOf, planView } from "../show/views.ts";
import type { PlanRow } from "../tables/plans.ts";
import type { RunRow } from "../tables/runs.ts";
import { isSeen, nameOf, tellBoth } from "./settling.ts";

/** What the record holds against "nothing ran there"; empty where it holds nothing. */
export const against = (core: Core, row: PlanRow, endpoint: string): Notice["outcomes"] =>
	outcomesOf([{ name: nameOf(core, row.id, endpoint) }], planView(core, row).runs).filter(
		({ doubted }) => doubted.length > 0,
	);

/** Inside a transaction: the record now holds more of a run. Where its endpoint counts as one that ran nothing, that is
 * told at the first sign, and then at the end of each step. */
export const seen = (core: Core, { id, plan, endpoint }: RunRow): void => {
	const delivery = core.store.deliveries.get(plan, endpoint)?.state;
	const run = core.store.runs.get(id);
	if ((delivery !== "refused" && delivery !== "undelivered") || !run || !isSeen(run)) return;
	const first = `against:${plan}:${endpoint}`;
	if (run.ended_at === null && core.store.once.before(first)) return;
	core.store.once.remember(first, "told");
	tellAnew(core, plan, run.ended_at === null ? first : `late:${plan}:${endpoint}:${id}`);
};

/** Inside a transaction: what was told of a plan that is over does not hold any more. */
export const tellAnew = (core: Core, plan: string, key: string): void => {
	if (core.store.plans.get(plan)?.state === "cancelled") core.store.plans.setState(plan, "finished");
	const row = core.store.plans.get(plan) as PlanRow;
	if (row.state === "finished") tellBoth(core, key, "finished", row, "");
};
