// What a client's rules say of a plan, and whether what let one run without a vote still would. Pure.
import { type Ruled, type Ruling, ruled } from "../../../domain/policy/rules.ts";
import { coveredDigest, covers, stateOf } from "../../../domain/policy/standing.ts";
import type { RuledBy } from "../../../protocol/plan/standing.ts";
import type { Refusal } from "../../../protocol/refusal.ts";
import type { Snapshot } from "../../contracts/values/snapshot.ts";
import { sha256 } from "../../keys/crypto.ts";
import type { PlanRow } from "../tables/plan/plans.ts";

/** The refusal of what a rule denies; null: none does. */
export const forbidden = (plan: Ruled, { name, policy }: Snapshot): Refusal | null => {
	const ruling = ruled(policy, plan, sha256);
	if (ruling.by !== "deny") return null;
	const what =
		"program" in ruling.what ? `the program ${ruling.what.program}` : `the text “${ruling.what.text}”`;
	return { code: "forbidden", client: name, rule: ruling.rule, what };
};

/** The rules that let it run; null: none do. */
export const allowedBy = (plan: Ruled, { policy }: Snapshot): RuledBy | null => {
	const ruling = ruled(policy, plan, sha256);
	return ruling.by === "allow" ? { by: "rule", rules: ruling.rules } : null;
};

/** Whether only people may decide, and a standing approval may be their word: no rule denies it, and each rule could be judged. What
 * a rule may forbid, someone reads first. */
export const forPeople = (ruling: Ruling): boolean => ruling.by === "people" && ruling.unread.length === 0;

/** What lets a plan run without a vote: a standing approval that was counted for it, or rules; null: people decide. */
export const letsRun = (plan: Ruled, snapshot: Snapshot, standing: RuledBy | null): RuledBy | null => {
	const counts = standing !== null && forPeople(ruled(snapshot.policy, plan, sha256));
	return counts ? standing : allowedBy(plan, snapshot);
};

/** Whether what let a plan run without votes still would. */
export const stillRuled = (by: RuledBy, row: PlanRow, snapshot: Snapshot, now: number): boolean => {
	const { plan, proposer } = row;
	if (by.by === "rule") return allowedBy(plan, snapshot) !== null;
	const one = snapshot.standing?.find(({ id }) => id === by.standing);
	const ruling = ruled(snapshot.policy, plan, sha256);
	if (!one || (ruling.by !== "allow" && !forPeople(ruling))) return false;
	const asked = { digest: coveredDigest(plan, sha256), endpoints: plan.endpoints };
	const whose = { proposer: plan.proposedBy, proposerAccount: proposer.identity };
	// Its own run is counted already.
	return covers(one, asked) && stateOf({ ...one, used: 0, ended: false }, snapshot, whose, now) === "good";
};
