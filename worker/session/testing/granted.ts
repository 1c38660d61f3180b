// A session whose plan, a check and a command, was approved and granted to its endpoint.
import type { PlanDraft } from "../../../protocol/plan/plan.ts";
import { propose } from "../plan/proposing.ts";
import { vote } from "../plan/voting.ts";
import { ada, endpoint, proposal, sessionWith, signedIn } from "./session.ts";

export const grantedPlan = (some: Partial<PlanDraft> = {}) => {
	const it = sessionWith();
	const able = { ...endpoint, inventory: { ...endpoint.inventory, agentVersion: "0.4.0" } };
	it.snapshot = { ...it.snapshot, endpoints: [able] };
	const wanted = proposal(it.core);
	const steps = (["before", "command"] as const).map((phase) => ({ phase, command: "echo hello" }));
	const proposed = propose(
		it.core,
		{ ...wanted, draft: { ...wanted.draft, steps, ...some } },
		it.visit(wanted.by),
	);
	if (!proposed.ok) throw new Error(proposed.refusal.code);
	const { plan } = proposed;
	const by = signedIn(ada);
	vote(it.core, { by, plan, pressed: null, verdict: "approve", reason: null }, it.visit(by));
	it.store.deliveries.set(plan, endpoint.id, "granted", null);
	return { it, plan };
};
