// Grants: signed when an endpoint asks, so that policy and clock judge the approval once more at that moment.
import { agentCan } from "../../../domain/agents.ts";
import { closesAt, opensAt } from "../../../domain/policy/hours.ts";
import { grantBytes, grantMessage } from "../../../protocol/plan/grant.ts";
import type { GrantAnswer } from "../../contracts/values/grant.ts";
import type { Snapshot } from "../../contracts/values/snapshot.ts";
import { sign, workerKey } from "../../keys/crypto.ts";
import { approversOf, isProved } from "../../passkeys/approvers.ts";
import type { Core } from "../core.ts";
import { approvalsOf } from "../plan/approvals.ts";
import { whyNoGrant } from "../plan/rules.ts";
import { undelivered } from "./delivered.ts";
import { runsOf } from "./settling.ts";

/** Signs that this endpoint may run this plan, once, for this challenge. Policy and clock are judged again here. */
export const grant = async (
	core: Core,
	ask: { plan: string; endpoint: string; challenge: string },
	snapshot: Snapshot,
	now: number,
): Promise<GrantAnswer> => {
	const { keyId } = await workerKey(core.env);
	const row = core.store.plans.get(ask.plan);
	const delivery = core.store.deliveries.get(ask.plan, ask.endpoint);
	const endpoint = snapshot.endpoints.find((one) => one.id === ask.endpoint);
	if (!row || !delivery || (delivery.state !== "queued" && delivery.state !== "granted"))
		return { ok: false, because: "policy" };
	const ruling = core.store.rulings.of(row.id);
	const from = opensAt(snapshot.policy.hours, Math.max(now, ruling?.from ?? 0, row.plan.notBefore ?? 0));
	// Past that, it never runs: judged below.
	if (now < (row.run_by ?? 0) && from !== now) return { ok: false, because: "too-early", from };
	const votes = core.store.votes.of(row.id);
	// Gone from the set-up, or re-enrolled: it is no longer what was approved.
	const standing = endpoint ? whyNoGrant(row, votes, endpoint, snapshot, now, ruling?.ruled) : "policy";
	const because = endpoint?.quarantined ? "quarantined" : standing;
	if (because) {
		undelivered(core, ask.plan, ask.endpoint, because, now);
		return { ok: false, because };
	}
	core.change(() => core.store.deliveries.set(ask.plan, ask.endpoint, "granted", null));
	const version = endpoint?.inventory.agentVersion ?? "";
	const proofs = agentCan(version, "passkeys") ? votes.filter(isProved) : [];
	const bytes = grantBytes({
		v: 1,
		keyId,
		plan: row.id,
		digest: row.digest,
		endpoint: ask.endpoint,
		challenge: ask.challenge,
		runs: runsOf(core, row, ask.endpoint).map((run) => run.id),
		startWithin: Math.min(row.run_by ?? now, closesAt(snapshot.policy.hours, now) ?? Infinity) - now,
		approvals: approvalsOf(core, row),
		proofs: proofs.map(({ proof }) => proof),
	});
	return {
		ok: true,
		plan: core.store.plans.bytesOf(row.id),
		grant: bytes,
		signature: await sign(core.env, grantMessage(bytes)),
		approvers: proofs.length > 0 ? approversOf(core.env, snapshot) : null,
		secrets: core.store.sealed.of(row.id, ask.endpoint),
	};
};
