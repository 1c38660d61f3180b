// What a plan's clock brings: a reminder at half time, and expiry.
import { type Core, refresh } from "../core.ts";
import { deciders, mention, proposer, requester } from "../show/views.ts";
import type { PlanRow } from "../tables/plan/plans.ts";
import { endUndone, tellTurn } from "./ending.ts";

/** What is due by the clock: reminders at half time, and expiry. */
export const onTime = (core: Core, now: number): void => {
	for (const row of core.store.plans.unfinished().filter((plan) => plan.state === "open")) {
		if (now >= row.decide_by) {
			core.change(() => {
				endUndone(core, row, "expired", [requester(core), proposer(core, row)], "Caisey", now);
				refresh(core, row.id);
			});
		} else if (!row.reminded && now >= half(row)) {
			core.change(() => {
				core.store.plans.remind(row.id);
				tellTurn(core, "reminder", row, deciders(core, row).map(mention(core)), proposer(core, row).name);
			});
		}
	}
};

const half = (row: PlanRow): number => (row.plan.proposedAt + row.decide_by) / 2;

/** When a plan's clock wants attention next. */
export const nextTime = (core: Core): number | null => {
	if (!core.store.session.read()) return null;
	const due = core.store.plans
		.unfinished()
		.filter((plan) => plan.state === "open")
		.map((row) => (row.reminded ? row.decide_by : half(row)));
	return due.length > 0 ? Math.min(...due) : null;
};
