// What a technician typed, before it is a plan: kept as a draft. And where the dialog of a proposal starts from.
import type { ProposalForm } from "../../../bots/backend.ts";
import type { DraftCommand, FormFrom } from "../../../bots/intent.ts";
import { allow, personOf } from "../../../domain/authority.ts";
import { shellsFor } from "../../../domain/script.ts";
import { jurisdictionOf, newId } from "../../../protocol/ids.ts";
import { choicesOf, type PlanDraft } from "../../../protocol/plan/plan.ts";
import { scriptLimit } from "../../../protocol/plan/script.ts";
import { type Answer, refuse } from "../../../protocol/refusal.ts";
import type { Core } from "../core.ts";
import type { Visit } from "../door.ts";
import type { DraftRow } from "../tables/plan/drafts.ts";
import { admitText } from "./rules.ts";

export const draft = (core: Core, intent: DraftCommand, by: Visit): Answer<{ draft: string }> => {
	const { snapshot, person, now, scans } = by;
	const known = core.store.once.before(`draft:${intent.once}`);
	if (known && intent.of === undefined) return { ok: true, draft: known };
	if (core.self().closed_at !== null) return refuse({ code: "session-closed" });
	const may = allow("propose", snapshot, person);
	const admitted = may.ok ? admitText(intent, scriptLimit, scans) : may;
	if (!admitted.ok) return admitted;
	if (intent.of !== undefined) return rewritten(core, intent.of, intent.command, by);
	const id = newId("draft", jurisdictionOf(core.self().id));
	core.change(() => {
		core.store.once.remember(`draft:${intent.once}`, id);
		const { command, script = null, ref } = intent;
		core.store.drafts.add({ id, at: now, by: intent.by.identity, command, script, ref });
	});
	return { ok: true, draft: id };
};

/** The same draft with another text. */
const rewritten = (
	core: Core,
	id: string,
	command: string,
	{ snapshot, person }: Visit,
): Answer<{ draft: string }> => {
	const draft = core.store.drafts.get(id);
	if (!draft) return refuse({ code: "not-found", what: "draft" });
	const author = personOf(snapshot, draft.by);
	const may = allow("drop a draft", snapshot, person, author ? { proposer: author.id } : {});
	if (!may.ok) return may;
	core.change(() => core.store.drafts.rewrite(id, command));
	return { ok: true, draft: id };
};

/** One that is gone already stays gone. */
export const drop = (core: Core, id: string, { snapshot, person }: Visit): Answer<object> => {
	const draft = core.store.drafts.get(id);
	if (!draft) return { ok: true };
	const author = personOf(snapshot, draft.by);
	const may = allow("drop a draft", snapshot, person, author ? { proposer: author.id } : {});
	if (may.ok) core.store.drafts.drop(id);
	return may;
};

/** What the dialog starts from, but for the endpoints, which the Client knows. */
export type FormStart = { draft: Partial<PlanDraft>; policy: ProposalForm["policy"]; client: string };

export const form = (core: Core, from: FormFrom, { snapshot, person }: Visit): Answer<FormStart> => {
	if (core.self().closed_at !== null) return refuse({ code: "session-closed" });
	const may = allow("propose", snapshot, person);
	if (!may.ok) return may;
	const draft = startingFrom(core, from);
	return draft
		? { ok: true, draft, policy: snapshot.policy, client: snapshot.client }
		: refuse({ code: "not-found", what: from.from === "plan" ? "plan" : "draft" });
};

const startingFrom = (core: Core, from: FormFrom): Partial<PlanDraft> | null => {
	if (from.from === "session") return {};
	if (from.from === "draft") {
		const draft = core.store.drafts.get(from.draft);
		if (draft) return draftOf(draft);
	}
	// A dialog that is sent again starts from what its draft became.
	const row = from.from === "plan" ? core.store.plans.get(from.plan) : core.store.plans.ofDraft(from.draft);
	const plan = row?.plan;
	if (!plan) return null;
	const decideWithin = Math.max(60, Math.round((plan.decideBy - plan.proposedAt) / 1000));
	const endpoints = plan.endpoints.map((one) => one.id);
	return { endpoints, decideWithin, ...choicesOf(plan), notBefore: null };
};

/** A file's ending, or its first line, may leave only one shell. */
const draftOf = ({ command, script }: DraftRow): Partial<PlanDraft> => {
	const [shell, ...others] = script ? (shellsFor(script.name, command) ?? []) : [];
	return {
		steps: [{ phase: "command", command, ...(script && { script }) }],
		...(shell && others.length === 0 && { shell }),
	};
};
