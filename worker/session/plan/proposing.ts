// Makes a plan from a technician's draft, and asks the approvers.
import type { Propose } from "../../../bots/intent.ts";
import { allow } from "../../../domain/authority.ts";
import { jurisdictionOf, newId } from "../../../protocol/ids.ts";
import { PlanDraft, planBytes, planDigest, planLimit } from "../../../protocol/plan/plan.ts";
import { type Answer, type Refusal, refuse } from "../../../protocol/refusal.ts";
import { objectOf } from "../../durable/places.ts";
import { together } from "../../durable/together.ts";
import { sha256 } from "../../keys/crypto.ts";
import { type Core, refresh } from "../core.ts";
import type { Visit } from "../door.ts";
import { record } from "../record.ts";
import { deciders, mention, notice } from "../show/views.ts";
import type { PlanRow } from "../tables/plan/plans.ts";
import { openForApprovers } from "../talk/threads.ts";
import { admit, planOf } from "./rules.ts";

/** Makes a plan from a draft, or says why not. */
export const propose = (
	core: Core,
	intent: Propose,
	{ snapshot, person, actor: by, now }: Visit,
): Answer<{ plan: string }> => {
	const self = core.self();
	const known = core.store.plans.ofWish(intent.once) ?? core.store.once.before(`propose:${intent.once}`);
	if (known) return { ok: true, plan: known };
	const decoded = PlanDraft.safeParse(intent.draft);
	if (!decoded.success) return refuse(badField(decoded.error.issues[0]));
	if (self.closed_at !== null) return refuse({ code: "session-closed" });
	const may = allow("propose", snapshot, person);
	if (!may.ok) return may;
	const admitted = admit(decoded.data, snapshot, now);
	if (!admitted.ok) return admitted;
	const id = newId("plan", jurisdictionOf(self.id));
	const fixed = { id, client: self.client, session: self.id, proposedBy: may.person.id, proposedAt: now };
	const bytes = planBytes(planOf(decoded.data, fixed, admitted.endpoints));
	if (bytes.length > planLimit)
		return refuse({ code: "plan-too-large", bytes: bytes.length, limit: planLimit });
	const digest = planDigest(bytes, sha256);
	core.change(() => {
		const draft = intent.from.from === "draft" ? intent.from.draft : null;
		if (draft !== null) core.store.drafts.drop(draft);
		const decideBy = now + decoded.data.decideWithin * 1000;
		core.store.plans.add({ id, bytes, digest, proposer: by, decideBy, draft, once: intent.once });
		for (const endpoint of admitted.endpoints) core.store.endpointKeys.keep(endpoint.id, endpoint.key);
		record(core, now, by, { kind: "plan.proposed", plan: id, digest });
		const row = core.store.plans.get(id) as PlanRow;
		openForApprovers(core, deciders(core, row), now);
		refresh(core, id);
		const asked = notice(core, "approval-asked", deciders(core, row).map(mention(core)), by.name, row);
		core.put(`notice:asked:${id}`, "chat", { type: "notice", key: `asked:${id}`, notice: asked });
	});
	return { ok: true, plan: id };
};

/** While it is open, its card says soon if an endpoint goes away. It only makes that come sooner. */
export const watched = async (core: Core, plan: string): Promise<void> => {
	const row = core.store.plans.get(plan);
	if (row?.state !== "open") return;
	await together(
		row.plan.endpoints.map(({ id }) => objectOf(core.env.ENDPOINT, id).watch(row.decide_by)),
	).catch((error) => console.error("watching:", error));
};

const badField = (issue: { path: PropertyKey[]; message: string } | undefined): Refusal => ({
	code: "bad-field",
	field: issue?.path.join(".") || "plan",
	reason: issue?.message ?? "it could not be read",
});
