// Makes a plan from a technician's draft, and asks the approvers.
import type { Propose } from "../../../bots/intent.ts";
import { allow } from "../../../domain/authority.ts";
import { utf8 } from "../../../protocol/bytes.ts";
import { jurisdictionOf, newId } from "../../../protocol/ids.ts";
import type { Person } from "../../../protocol/people.ts";
import { PlanDraft, planBytes, planDigest, planLimit } from "../../../protocol/plan/plan.ts";
import type { Preflight } from "../../../protocol/plan/preflight.ts";
import { type Answer, type Refusal, refuse } from "../../../protocol/refusal.ts";
import type { EndpointRow } from "../../contracts/values/snapshot.ts";
import { objectOf } from "../../durable/places.ts";
import { together } from "../../durable/together.ts";
import { sha256 } from "../../keys/crypto.ts";
import { type Core, refresh } from "../core.ts";
import type { Visit } from "../door.ts";
import { record } from "../record.ts";
import { deciders, mention, notice } from "../show/views.ts";
import type { PlanRow } from "../tables/plan/plans.ts";
import { openForApprovers } from "../talk/threads.ts";
import { type Asking, brokenStep, canAsk, fitting, heldFor, unasked } from "./preflight.ts";
import { admit, planOf } from "./rules.ts";

type Judged = { known: string } | { draft: PlanDraft; endpoints: EndpointRow[]; person: Person };

/** The plan that it became already, or what it would become. */
const judge = (core: Core, intent: Propose, { snapshot, person, now }: Visit): Answer<Judged> => {
	const known = core.store.plans.ofWish(intent.once) ?? core.store.once.before(`propose:${intent.once}`);
	if (known) return { ok: true, known };
	const decoded = PlanDraft.safeParse(intent.draft);
	if (!decoded.success) return refuse(badField(decoded.error.issues[0]));
	if (core.self().closed_at !== null) return refuse({ code: "session-closed" });
	const may = allow("propose", snapshot, person);
	if (!may.ok) return may;
	const admitted = admit(decoded.data, snapshot, now);
	return admitted.ok ? { ...admitted, draft: decoded.data, person: may.person } : admitted;
};

/** Keeps a proposal whose endpoints can be asked until they were: should this object restart meanwhile, it isn't lost. Any other
 * becomes a plan at once. */
export const begin = (
	core: Core,
	intent: Propose,
	visit: Visit,
): Answer<{ plan: string } | { ask: Asking }> => {
	const judged = judge(core, intent, visit);
	if (!judged.ok) return judged;
	if ("known" in judged) return { ok: true, plan: judged.known };
	const { draft, endpoints } = judged;
	if (!canAsk(endpoints) || tooLarge(intent)) return propose(core, intent, visit, unasked(endpoints));
	core.change(() => core.store.proposals.keep(intent, visit.now + heldFor(core)));
	return { ok: true, ask: { draft, endpoints } };
};

/** To be kept for a while. What it would become is too large, too, or nearly. */
const tooLarge = (intent: Propose): boolean => utf8(JSON.stringify(intent)).length > planLimit;

/** Makes a plan from a draft, or says why not. `preflight`: what the endpoints said of it. */
export const propose = (
	core: Core,
	intent: Propose,
	visit: Visit,
	preflight: Preflight | null = null,
): Answer<{ plan: string }> => {
	const answer = made(core, intent, visit, preflight);
	if (core.store.proposals.has(intent.once)) core.change(() => core.store.proposals.drop(intent.once));
	return answer;
};

const made = (
	core: Core,
	intent: Propose,
	visit: Visit,
	preflight: Preflight | null,
): Answer<{ plan: string }> => {
	const judged = judge(core, intent, visit);
	if (!judged.ok) return judged;
	if ("known" in judged) return { ok: true, plan: judged.known };
	const { draft, endpoints, person } = judged;
	const broken = brokenStep(draft, endpoints, preflight);
	if (broken) return refuse(broken);
	const self = core.self();
	const { actor: by, now } = visit;
	const id = newId("plan", jurisdictionOf(self.id));
	const fixed = { id, client: self.client, session: self.id, proposedBy: person.id, proposedAt: now };
	const bytes = fitting(preflight, (fits) => planBytes(planOf(draft, fixed, endpoints, fits)));
	if (bytes.length > planLimit)
		return refuse({ code: "plan-too-large", bytes: bytes.length, limit: planLimit });
	const digest = planDigest(bytes, sha256);
	core.change(() => {
		const from = intent.from.from === "draft" ? intent.from.draft : null;
		if (from !== null) core.store.drafts.drop(from);
		const decideBy = now + draft.decideWithin * 1000;
		core.store.plans.add({ id, bytes, digest, proposer: by, decideBy, draft: from, once: intent.once });
		for (const endpoint of endpoints) core.store.endpointKeys.keep(endpoint.id, endpoint.key);
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
