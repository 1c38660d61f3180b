// Cancelling a plan that waits or runs.
import { type Answer, refuse } from "../../../protocol/refusal.ts";
import type { AboutPlan } from "../../contracts/session.ts";
import { type Core, refresh } from "../core.ts";
import type { Visit } from "../door.ts";
import { record } from "../record.ts";
import { proposer, requester } from "../show/views.ts";
import { endUndone } from "./ending.ts";
import { rightPlace } from "./pressed.ts";
import { mayCancel } from "./rules.ts";

/** Ends what waits or runs; it beats whatever was not delivered yet. */
export const cancel = (
	core: Core,
	{ plan, pressed }: AboutPlan,
	{ snapshot, person, actor: by, now }: Visit,
): Answer<object> => {
	const row = core.store.plans.get(plan);
	if (!row) return refuse({ code: "not-found", what: "plan" });
	if (!rightPlace(core, pressed, row)) return refuse({ code: "wrong-place" });
	const ruling = mayCancel(row, person, snapshot);
	if (!ruling.ok) return ruling;
	// The first who cancels has: a press that comes again changes nothing.
	if (row.cancelled_by !== null) return { ok: true };
	core.change(() => {
		record(core, now, by, { kind: "cancel.asked", plan: row.id });
		core.store.plans.setCancelledBy(row.id, by.name);
		if (row.state === "open")
			endUndone(core, row, "cancelled", [requester(core), proposer(core, row)], by.name, now);
		else
			for (const { id } of row.plan.endpoints)
				core.put(`cancel:${row.id}:${id}`, id, { type: "cancel", plan: row.id, endpoint: id, by: by.name });
		refresh(core, row.id);
	});
	return { ok: true };
};
