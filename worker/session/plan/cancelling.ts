// Cancelling a plan that waits or runs.
import type { OnPlan } from "../../../bots/intent.ts";
import { personOf } from "../../../domain/authority.ts";
import type { Answer } from "../../../protocol/refusal.ts";
import type { Snapshot } from "../../contracts/values/snapshot.ts";
import { actorFrom, type Core, refresh } from "../core.ts";
import { record } from "../record.ts";
import { attempt } from "../refusing.ts";
import { proposer, requester } from "../show/views.ts";
import { endUndone } from "./ending.ts";
import { rightPlace } from "./pressed.ts";
import { mayCancel } from "./rules.ts";

/** Ends what waits or runs; it beats whatever was not delivered yet. */
export const cancel = (
	core: Core,
	intent: OnPlan & { ofPlan: boolean },
	snapshot: Snapshot,
	now: number,
): Answer<object> => {
	const row = core.store.plans.get(intent.plan);
	if (!row) return attempt(core, intent, snapshot, now, null, "cancel", { code: "not-found", what: "plan" });
	if (!rightPlace(core, intent, row))
		return attempt(core, intent, snapshot, now, row.id, "cancel", { code: "wrong-place" });
	const ruling = mayCancel(row, personOf(snapshot, intent.by.identity), snapshot);
	if (!ruling.ok) return attempt(core, intent, snapshot, now, row.id, "cancel", ruling.refusal);
	// The first who cancels has: a press that comes again changes nothing.
	if (row.cancelled_by !== null) return { ok: true };
	const by = actorFrom(intent.by, snapshot);
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
