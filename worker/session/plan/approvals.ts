// Who approved a plan, as the record of its runs names them.
import { approvalsBy } from "../../../protocol/plan/standing.ts";
import type { Core } from "../core.ts";
import type { PlanRow } from "../tables/plan/plans.ts";

export const approvalsOf = (core: Core, row: PlanRow): { by: string; at: number }[] => {
	const ruled = core.store.rulings.of(row.id)?.ruled;
	if (ruled) return approvalsBy(ruled, row.decided_at ?? 0);
	return core.store.votes
		.of(row.id)
		.filter((vote) => vote.verdict === "approve")
		.map((vote) => ({ by: vote.actor.label ?? vote.actor.name, at: vote.at }));
};
