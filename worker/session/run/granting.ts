// Grants: signed when an endpoint asks, so that policy and clock judge the approval once more at that moment.
import { grantBytes, grantMessage } from "../../../protocol/plan/grant.ts";
import type { GrantAnswer } from "../../contracts/values/grant.ts";
import type { Snapshot } from "../../contracts/values/snapshot.ts";
import { sign, workerKey } from "../../keys/crypto.ts";
import type { Core } from "../core.ts";
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
	if (now < (row.plan.notBefore ?? 0)) return { ok: false, because: "too-early" };
	const votes = core.store.votes.of(row.id);
	// Gone from the set-up, or re-enrolled: it is no longer what was approved.
	const standing = endpoint ? whyNoGrant(row, votes, endpoint, snapshot, now) : "policy";
	const because = endpoint?.quarantined ? "quarantined" : standing;
	if (because) {
		undelivered(core, ask.plan, ask.endpoint, because, now);
		return { ok: false, because };
	}
	core.change(() => core.store.deliveries.set(ask.plan, ask.endpoint, "granted", null));
	const bytes = grantBytes({
		v: 1,
		keyId,
		plan: row.id,
		digest: row.digest,
		endpoint: ask.endpoint,
		challenge: ask.challenge,
		runs: runsOf(core, row, ask.endpoint).map((run) => run.id),
		startWithin: (row.run_by ?? now) - now,
		approvals: votes
			.filter((vote) => vote.verdict === "approve")
			.map((vote) => ({ by: vote.actor.label ?? vote.actor.name, at: vote.at })),
		proofs: [],
	});
	return {
		ok: true,
		plan: core.store.plans.bytesOf(row.id),
		grant: bytes,
		signature: await sign(core.env, grantMessage(bytes)),
		secrets: core.store.sealed.of(row.id, ask.endpoint),
	};
};
