// Questions about a plan, into the thread; and looking at it.
import type { Ask, OnPlan } from "../../../bots/intent.ts";
import { allow, personOf } from "../../../domain/authority.ts";
import { secretText } from "../../../domain/secrets.ts";
import { type Answer, refuse } from "../../../protocol/refusal.ts";
import type { PlanView } from "../../../protocol/view.ts";
import type { Snapshot } from "../../contracts/values/snapshot.ts";
import { actorFrom, type Core } from "../core.ts";
import { record } from "../record.ts";
import { attempt } from "../refusing.ts";
import { notice, planView, proposer } from "../show/views.ts";
import { rightPlace } from "./pressed.ts";
import { judge } from "./rules.ts";

/** A question about a plan, into the thread. */
export const ask = (
	core: Core,
	intent: Ask & { ofPlan: boolean },
	snapshot: Snapshot,
	now: number,
): Answer<object> => {
	const row = core.store.plans.get(intent.plan);
	if (!row) return attempt(core, intent, snapshot, now, null, "ask", { code: "not-found", what: "plan" });
	if (!rightPlace(core, intent, row))
		return attempt(core, intent, snapshot, now, row.id, "ask", { code: "wrong-place" });
	if (core.store.once.before(`ask:${intent.once}`)) return { ok: true };
	const may = allow("ask", snapshot, personOf(snapshot, intent.by.identity));
	if (!may.ok) return attempt(core, intent, snapshot, now, row.id, "ask", may.refusal);
	const secret = secretText(intent.question);
	if (secret)
		return attempt(core, intent, snapshot, now, row.id, "ask", {
			code: "looks-secret",
			what: secret,
			in: "answer",
		});
	core.change(() => {
		core.store.once.remember(`ask:${intent.once}`, row.id);
		const seq = record(core, now, actorFrom(intent.by, snapshot), {
			kind: "question.asked",
			plan: row.id,
			text: intent.question,
		});
		const key = `question:${intent.once}`;
		core.store.questions.add(seq, key);
		core.put(`notice:${key}`, "chat", {
			type: "notice",
			key,
			notice: notice(core, "question", [proposer(core, row)], may.person.name, row, intent.question),
		});
	});
	return { ok: true };
};

/** A plan as it stands, and whether whoever looks may decide on it now. Looking changes nothing. */
export const show = (
	core: Core,
	intent: OnPlan & { ofPlan: boolean },
	snapshot: Snapshot,
	now: number,
): Answer<{ view: PlanView; decides: boolean }> => {
	const row = core.store.plans.get(intent.plan);
	if (!row) return refuse({ code: "not-found", what: "plan" });
	if (!rightPlace(core, intent, row)) return refuse({ code: "wrong-place" });
	const person = personOf(snapshot, intent.by.identity);
	const ruling = judge(row, core.store.votes.of(row.id), person, snapshot, now);
	return { ok: true, view: planView(core, row), decides: ruling.ok };
};
