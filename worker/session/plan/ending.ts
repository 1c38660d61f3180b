// Plans that end without a run, and the messages at a plan's turning points.
import { type Core, lag, worker } from "../core.ts";
import { record } from "../record.ts";
import { notice } from "../show/views.ts";
import type { PlanRow } from "../tables/plan/plans.ts";

type Ending = "denied" | "expired" | "cancelled";

/** Inside a transaction: ends a plan that ran nothing, and announces that. */
export const endUndone = (
	core: Core,
	row: PlanRow,
	outcome: Ending,
	to: Parameters<typeof notice>[2],
	by: string,
	now: number,
	text = "",
): void => {
	core.store.plans.decide(row.id, outcome, now, null, null);
	record(core, now, worker, { kind: "plan.decided", plan: row.id, outcome });
	tellTurn(core, outcome, row, to, by, text);
};

/** Tells requester, proposer or approvers of a turning point, once what follows from it is on its way. */
export const tellTurn = (
	core: Core,
	turn: Parameters<typeof notice>[1],
	row: PlanRow,
	to: Parameters<typeof notice>[2],
	by: string,
	text = "",
): void => {
	const key = `${turn}:${row.id}`;
	const told = { type: "notice" as const, key, notice: notice(core, turn, to, by, row, text) };
	core.put(`notice:${key}`, "chat", told, Date.now() + lag);
};
