// When a plan is over, and who hears of it.
import type { Notice } from "../../../protocol/read/view.ts";
import { type Core, refresh } from "../core.ts";
import { cancellerOf, isOver } from "../judging.ts";
import { notice, planView, proposer, requester } from "../show/views.ts";
import { unheardBecause } from "../tables/deliveries.ts";
import type { PlanRow } from "../tables/plan/plans.ts";
import type { RunRow } from "../tables/runs.ts";

/** A plan's runs on one of its endpoints, in the order of its steps. */
export const runsOf = (core: Core, row: PlanRow, endpoint: string): RunRow[] =>
	core.store.runs.of(row.id).filter((run) => run.endpoint === endpoint);

/** Its name in the plan. */
export const nameOf = (core: Core, plan: string, endpoint: string): string => {
	const known = [...(core.store.plans.get(plan)?.plan.endpoints ?? []), ...core.self().snapshot.endpoints];
	return known.find((one) => one.id === endpoint)?.name ?? endpoint;
};

/** Tells requester and proposer of a plan; `some`: what differs from its other notices. */
export const tellBoth = (
	core: Core,
	key: string,
	turn: Notice["turn"],
	row: PlanRow,
	text: string,
	some: Partial<Pick<Notice, "by" | "endpoints" | "outcomes">> = {},
): void => {
	const told = toBoth(core, turn, row, text);
	core.put(`notice:${key}`, "chat", { type: "notice", key, notice: { ...told, ...some } });
};

const toBoth = (core: Core, turn: Notice["turn"], row: PlanRow, text: string): Notice =>
	notice(core, turn, [requester(core), proposer(core, row)], "Caisey", row, text);

/** How a plan ended, as can be told now. `printed`: with what its checks printed, if that is short. */
export const endedNotice = (core: Core, row: PlanRow, printed: boolean): Notice =>
	toBoth(core, "finished", row, printed ? excerptOf(core, row) : "");

/** Inside a transaction: a plan is finished when every endpoint has run all steps, or never will. */
export const settle = (core: Core, plan: string): void => {
	refresh(core, plan);
	const row = core.store.plans.get(plan) as PlanRow;
	const over = core.store.deliveries.of(plan).every((delivery) => {
		const { endpoint, state } = delivery;
		if (state === "undelivered" || state === "refused" || unheardBecause(delivery)) return true;
		return runsOf(core, row, endpoint).every((run) => isOver(core, run));
	});
	if (!over || (row.state !== "approved" && row.state !== "running")) return;
	// After a crash a run's end may come before word that its plan was accepted.
	const ranSomewhere =
		core.store.deliveries
			.of(plan)
			.some((delivery) => delivery.state === "accepted" || unheardBecause(delivery)) ||
		core.store.runs.of(plan).some(isSeen);
	core.store.plans.setState(plan, !ranSomewhere && row.cancelled_by ? "cancelled" : "finished");
	const done = core.store.plans.get(plan) as PlanRow;
	if (done.state === "cancelled")
		tellBoth(core, `cancelled:${plan}`, "cancelled", done, "", { by: cancellerOf(core, done) ?? "Caisey" });
	// If nothing ran anywhere, each endpoint's own notice has said so.
	else if (ranSomewhere) tellBoth(core, `finished:${plan}`, "finished", done, excerptOf(core, done));
	core.put("sign-head", "head", { type: "sign-head" });
};

/** Whether the record holds anything of a run. */
export const isSeen = ({ started_at, ended_at, stdout, stderr }: RunRow): boolean =>
	started_at !== null || ended_at !== null || stdout + stderr > 0;

/** Before and after, in one line, if both are short: `LegacyMode=1 → LegacyMode=0`. */
export const excerptOf = (core: Core, row: PlanRow): string => {
	const view = planView(core, row);
	const oneLine = (phase: "before" | "after") => {
		const found = view.runs.filter((run) => run.phase === phase && run.whole);
		const text = found.length === 1 ? (found[0]?.excerpt.trim() ?? "") : "";
		return text.length <= 60 && !text.includes("\n") ? text : "";
	};
	const [before, after] = [oneLine("before"), oneLine("after")];
	return before && after ? `${before} → ${after}` : "";
};
