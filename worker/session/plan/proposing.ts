// Makes a plan from a technician's draft, and asks the approvers.
import { allow } from "../../../domain/authority.ts";
import { utf8 } from "../../../protocol/bytes.ts";
import { jurisdictionOf, newId } from "../../../protocol/ids.ts";
import { PlanDraft, planBytes, planDigest, planLimit, readPlan } from "../../../protocol/plan/plan.ts";
import type { Preflight } from "../../../protocol/plan/preflight.ts";
import type { RuledBy } from "../../../protocol/plan/standing.ts";
import { type Answer, type Refusal, refuse } from "../../../protocol/refusal.ts";
import { ruledText } from "../../../words/standing.ts";
import type { Proposed } from "../../contracts/values/proposed.ts";
import { objectOf } from "../../durable/places.ts";
import { together } from "../../durable/together.ts";
import { sha256 } from "../../keys/crypto.ts";
import { type Core, refresh, worker } from "../core.ts";
import type { Visit } from "../door.ts";
import { record } from "../record.ts";
import { deciders, mention, notice } from "../show/views.ts";
import type { PlanRow } from "../tables/plan/plans.ts";
import { openForApprovers } from "../talk/threads.ts";
import { approve } from "./approving.ts";
import { type Asking, brokenStep, canAsk, fitting, heldFor, unasked } from "./preflight.ts";
import { admit, planOf } from "./rules.ts";
import { forbidden, letsRun } from "./ruling.ts";
import { type AskedStanding, type Draft, mayStand, settleUse, stillCounted } from "./standing.ts";
import { wishOf } from "./wish.ts";

type Judged = { known: string } | Draft;

/** The plan that it became already, or what it would become. */
const judge = (core: Core, intent: Proposed, visit: Visit): Answer<Judged> => {
	const known = core.store.plans.ofWish(intent.once) ?? core.store.once.before(`propose:${intent.once}`);
	return known ? { ok: true, known } : admitted(core, intent.draft, visit);
};

/** What a draft may become a plan with, now and by this person. */
export const admitted = (
	core: Core,
	draft: unknown,
	{ snapshot, person, now, runs, scans }: Visit,
): Answer<Draft> => {
	const decoded = PlanDraft.safeParse(draft);
	if (!decoded.success) return refuse(badField(decoded.error.issues[0]));
	if (core.self().closed_at !== null) return refuse({ code: "session-closed" });
	const may = allow("propose", snapshot, person);
	if (!may.ok) return may;
	const found = admit(decoded.data, snapshot, now, scans);
	if (!found.ok) return found;
	if (runs && runsIn(decoded.data) > runs.left)
		return refuse({ code: "too-many", what: "runs", until: runs.until });
	return { ...found, draft: decoded.data, person: may.person };
};

/** Each step on each endpoint. */
const runsIn = ({ endpoints, steps }: PlanDraft): number => endpoints.length * steps.length;

/** Keeps a proposal whose endpoints can be asked until they were: should this object restart meanwhile, it isn't lost. Any other
 * becomes a plan at once. */
export const begin = (
	core: Core,
	intent: Proposed,
	visit: Visit,
): Answer<{ plan: string } | { ask: Asking | null; drafted: Draft; visit: Visit }> => {
	const judged = judge(core, intent, visit);
	if (!judged.ok) return judged;
	if ("known" in judged) return { ok: true, plan: judged.known };
	const { draft, endpoints } = judged;
	const asks = canAsk(endpoints) && !tooLarge(intent);
	if (!asks && !mayStand(judged, visit)) return propose(core, intent, visit, unasked(endpoints));
	if (!tooLarge(intent)) core.change(() => core.store.proposals.keep(intent, visit.now + heldFor(core)));
	return { ok: true, ask: asks ? { draft, endpoints } : null, drafted: judged, visit };
};

/** To be kept for a while. What it would become is too large, too, or nearly. */
const tooLarge = (intent: Proposed): boolean => utf8(JSON.stringify(intent)).length > planLimit;

/** Makes a plan from a draft, or says why not. `preflight`: what the endpoints said of it. `asked`: what the client said when it
 * was asked for a standing approval; null: it wasn't. */
export const propose = (
	core: Core,
	intent: Proposed,
	visit: Visit,
	preflight: Preflight | null = null,
	asked: AskedStanding | null = null,
): Answer<{ plan: string }> => {
	const answer = made(core, intent, visit, preflight, stillCounted(core, intent.once, asked));
	if (asked) settleUse(core, intent.once, answer.ok ? answer.plan : null);
	if (core.store.proposals.has(intent.once)) core.change(() => core.store.proposals.drop(intent.once));
	return answer;
};

const made = (
	core: Core,
	intent: Proposed,
	visit: Visit,
	preflight: Preflight | null,
	standing: RuledBy | null,
): Answer<{ plan: string }> => {
	const judged = judge(core, intent, visit);
	if (!judged.ok) return judged;
	if ("known" in judged) return { ok: true, plan: judged.known };
	const written = planFrom(core, judged, visit, preflight);
	if (!written.ok) return written;
	const { id, bytes } = written;
	const { draft, endpoints } = judged;
	const { actor: by, now } = visit;
	const denied = forbidden(readPlan(bytes), visit.snapshot);
	if (denied) return refuse(denied);
	const ruled = letsRun(readPlan(bytes), visit.snapshot, standing);
	const digest = planDigest(bytes, sha256);
	core.change(() => {
		const from = intent.from.from === "draft" ? intent.from.draft : null;
		if (from !== null) core.store.drafts.drop(from);
		const decideBy = now + draft.decideWithin * 1000;
		core.store.plans.add({ id, bytes, digest, proposer: by, decideBy, draft: from, once: intent.once });
		for (const endpoint of endpoints) core.store.endpointKeys.keep(endpoint.id, endpoint.key);
		record(core, now, by, { kind: "plan.proposed", plan: id, digest, wish: wishOf(intent.once) });
		const row = core.store.plans.get(id) as PlanRow;
		openForApprovers(core, deciders(core, row), now);
		refresh(core, id);
		core.put(`runs:${id}`, "runs", { type: "runs", plan: id, runs: runsIn(draft), proposedAt: now });
		if (ruled) return goAhead(core, row, ruled, visit);
		const asked = notice(core, "approval-asked", deciders(core, row).map(mention(core)), by.name, row);
		core.put(`notice:asked:${id}`, "chat", { type: "notice", key: `asked:${id}`, notice: asked });
	});
	return { ok: true, plan: id };
};

/** The bytes of the plan that a draft would become, with what its endpoints said of it. */
export const planFrom = (
	core: Core,
	{ draft, endpoints, person }: Draft,
	{ now }: Visit,
	preflight: Preflight | null,
): Answer<{ id: string; bytes: Uint8Array<ArrayBuffer> }> => {
	const broken = brokenStep(draft, endpoints, preflight);
	if (broken) return refuse(broken);
	const self = core.self();
	const id = newId("plan", jurisdictionOf(self.id));
	const fixed = { id, client: self.client, session: self.id, proposedBy: person.id, proposedAt: now };
	const bytes = fitting(preflight, (fits) => planBytes(planOf(draft, fixed, endpoints, fits)));
	return bytes.length > planLimit
		? refuse({ code: "plan-too-large", bytes: bytes.length, limit: planLimit })
		: { ok: true, id, bytes };
};

/** Inside a transaction: no one has to vote. Who said yes beforehand hears of it. */
const goAhead = (core: Core, row: PlanRow, ruled: RuledBy, { snapshot, now }: Visit): void => {
	record(core, now, worker, { kind: "plan.ruled", plan: row.id, ruled, policy: snapshot.version });
	const voters = ruled.by === "standing" ? ruled.voters : [];
	const also = snapshot.people.filter(({ id }) => voters.some(({ person }) => person === id));
	approve(core, row, { by: ruledText(ruled), also: also.map(mention(core)), ruled }, snapshot, now);
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
