// What the client's rules and standing approvals say of a plan, as its card shows it.
import { groupsLeft, votesNeeded } from "../../../domain/policy/quorum.ts";
import { ruled } from "../../../domain/policy/rules.ts";
import { unfit } from "../../../domain/policy/standing.ts";
import type { PlanView } from "../../../protocol/read/view.ts";
import { sha256 } from "../../keys/crypto.ts";
import type { Core } from "../core.ts";
import { voters } from "../plan/rules.ts";
import type { PlanRow } from "../tables/plan/plans.ts";

export const rulesOf = (
	core: Core,
	row: PlanRow,
): Pick<PlanView, "votesNeeded" | "groupsLeft" | "ruled" | "from" | "unread" | "standable"> => {
	const { snapshot } = core.self();
	const ruling = core.store.rulings.of(row.id);
	const open = row.state === "open";
	const rules = open ? ruled(snapshot.policy, row.plan, sha256) : null;
	return {
		votesNeeded: votesNeeded(snapshot.policy),
		groupsLeft: open ? groupsLeft(snapshot.policy, voters(core.store.votes.of(row.id), row, snapshot)) : [],
		ruled: ruling?.ruled ?? null,
		from: ruling?.from ?? null,
		unread: rules?.by === "people" ? rules.unread : [],
		standable:
			snapshot.policy.approval === "press" && unfit(row.plan) === null && !notStandable.includes(row.state),
	};
};

const notStandable: PlanView["state"][] = ["denied", "expired", "cancelled"];
