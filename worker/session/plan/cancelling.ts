// Cancelling a plan that waits or runs.

import type { Actor } from "../../../protocol/people.ts";
import type { PlanView } from "../../../protocol/read/view.ts";
import type { RunLimit } from "../../../protocol/record/run-limit.ts";
import { type Answer, refuse } from "../../../protocol/refusal.ts";
import { stoppedBy } from "../../../words/run-limits.ts";
import type { AboutPlan } from "../../contracts/session.ts";
import { type Core, refresh, worker } from "../core.ts";
import type { Visit } from "../door.ts";
import { record } from "../record.ts";
import { undelivered } from "../run/delivered.ts";
import { planView, proposer, requester } from "../show/views.ts";
import type { PlanRow } from "../tables/plan/plans.ts";
import { awaitsSecrets } from "./awaiting.ts";
import { endUndone } from "./ending.ts";
import { rightPlace } from "./pressed.ts";
import { mayCancel } from "./rules.ts";

/** The plan that would be cancelled, for the person who may: they are asked before it is. */
export const askCancel = (core: Core, wish: AboutPlan, visit: Visit): Answer<{ view: PlanView }> => {
	const ruling = cancellable(core, wish, visit);
	return ruling.ok ? { ok: true, view: planView(core, ruling.row) } : ruling;
};

const cancellable = (
	core: Core,
	{ plan, pressed }: AboutPlan,
	{ snapshot, person }: Visit,
): Answer<{ row: PlanRow }> => {
	const row = core.store.plans.get(plan);
	if (!row) return refuse({ code: "not-found", what: "plan" });
	if (!rightPlace(core, pressed, row)) return refuse({ code: "wrong-place" });
	const ruling = mayCancel(row, person, snapshot);
	return ruling.ok ? { ok: true, row } : ruling;
};

/** Ends what waits or runs; it beats everything that was not delivered yet. */
export const cancel = (core: Core, wish: AboutPlan, visit: Visit): Answer<object> => {
	const ruling = cancellable(core, wish, visit);
	if (!ruling.ok) return ruling;
	core.change(() => end(core, ruling.row, visit.actor, visit.now));
	return { ok: true };
};

/** A run passed a limit of the client's policy: its plan ends everywhere, unless someone has ended it before. Inside a transaction. */
export const stop = (core: Core, row: PlanRow, run: string, limit: RunLimit, now: number): void => {
	if (row.cancelled_by !== null) return;
	record(core, now, worker, { kind: "run.stopped", run, limit });
	end(core, row, worker, now, stoppedBy(worker.name, limit));
};

/** The first cancel counts; a repeat changes nothing. `as`: how the agent names who cancelled. Inside a transaction. */
const end = (core: Core, row: PlanRow, by: Actor, now: number, as = by.name): void => {
	if (row.cancelled_by !== null) return;
	record(core, now, by, { kind: "cancel.asked", plan: row.id });
	core.store.plans.setCancelledBy(row.id, by.name);
	if (row.state === "open")
		endUndone(core, row, "cancelled", [requester(core), proposer(core, row)], by.name, now);
	else if (awaitsSecrets(row))
		for (const { id } of row.plan.endpoints) undelivered(core, row.id, id, "cancelled", now);
	else
		for (const { id } of row.plan.endpoints)
			core.put(`cancel:${row.id}:${id}`, id, { type: "cancel", plan: row.id, endpoint: id, by: as });
	refresh(core, row.id);
};
