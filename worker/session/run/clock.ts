// Endpoints that we no longer wait for.
import { type Core, worker } from "../core.ts";
import { allOver } from "../prompt/asking.ts";
import { record } from "../record.ts";
import type { PlanRow } from "../tables/plan/plans.ts";
import { mayHaveRun, undelivered } from "./delivered.ts";
import { runsOf, settle } from "./settling.ts";

/** Beyond the time that all steps may take, in ms, for an endpoint to deliver what it has. */
const patience = 15 * 60_000;

const unheard = `it stopped reporting, ${mayHaveRun}`;

/** When we no longer wait for an endpoint that was granted a plan. */
const givenUpAt = (row: PlanRow): number =>
	(row.run_by ?? 0) + row.plan.steps.length * row.plan.stepTimeLimit * 1000 + patience;

const unfinished = (core: Core) =>
	core.store.plans.unfinished().filter((row) => row.state !== "open" && row.run_by !== null);

/** Endpoints that went silent: the outcome is unknown, and no one waits for ever. Late records still count. */
export const onTime = (core: Core, now: number): void => {
	for (const row of unfinished(core).filter((plan) => now >= givenUpAt(plan))) {
		// We heard nothing of it, and by now it would get no grant.
		for (const { endpoint, state } of core.store.deliveries.of(row.id))
			if (state === "queued") undelivered(core, row.id, endpoint, "run-by-passed", now);
		core.change(() => {
			for (const { endpoint, state } of core.store.deliveries.of(row.id)) {
				const open = runsOf(core, row, endpoint).some((run) => run.ended_at === null);
				if (!open || (state !== "accepted" && state !== "granted")) continue;
				core.store.deliveries.set(row.id, endpoint, "unheard", unheard);
				core.store.sealed.drop(row.id, endpoint);
				record(core, now, worker, { kind: "plan.unheard", plan: row.id, endpoint });
				for (const run of runsOf(core, row, endpoint)) allOver(core, run.id, now);
			}
			settle(core, row.id);
		});
	}
};

export const nextTime = (core: Core): number | null => {
	if (!core.store.session.read()) return null;
	const due = unfinished(core).map(givenUpAt);
	return due.length > 0 ? Math.min(...due) : null;
};
