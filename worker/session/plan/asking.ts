// Questions about a plan, into the thread; and looking at it.
import { admit, allow } from "../../../domain/authority.ts";
import type { PlanView } from "../../../protocol/read/view.ts";
import { type Answer, refuse } from "../../../protocol/refusal.ts";
import type { AboutPlan, AskQuestion, PasskeyWish } from "../../contracts/session.ts";
import type { Core } from "../core.ts";
import type { Visit } from "../door.ts";
import { record } from "../record.ts";
import { copyOf } from "../show/posting.ts";
import { notice, planView, proposer } from "../show/views.ts";
import { askedDirectly, isDirect } from "./asked-directly.ts";
import { rightPlace } from "./pressed.ts";
import { passkeyWish } from "./proofs.ts";
import { judge } from "./rules.ts";

/** A question about a plan, into the thread. */
export const ask = (
	core: Core,
	{ plan, pressed, question, once }: AskQuestion,
	{ snapshot, person, actor, now, scans }: Visit,
): Answer<object> => {
	const row = core.store.plans.get(plan);
	if (!row) return refuse({ code: "not-found", what: "plan" });
	if (!rightPlace(core, pressed, row)) return refuse({ code: "wrong-place" });
	if (core.store.once.before(`ask:${once}`)) return { ok: true };
	const may = allow("ask", snapshot, person);
	if (!may.ok) return may;
	const secret = scans.secretIn(question);
	if (secret) return refuse({ code: "looks-secret", what: secret, in: "answer" });
	core.change(() => {
		core.store.once.remember(`ask:${once}`, row.id);
		const seq = record(core, now, actor, { kind: "question.asked", plan: row.id, text: question });
		const key = `question:${once}`;
		core.store.quoting.add(seq, key);
		if (isDirect(core, pressed, row)) askedDirectly(core, row, seq, may.person);
		core.put(`notice:${key}`, "chat", {
			type: "notice",
			key,
			notice: notice(core, "question", [proposer(core, row)], may.person.name, row, question),
		});
	});
	return { ok: true };
};

/** A plan's current view, and whether this person may decide on it now. Looking changes nothing. */
export const show = (
	core: Core,
	{ plan, pressed }: AboutPlan,
	{ snapshot, person, now }: Visit,
): Answer<{ view: PlanView; decides: boolean; passkey: PasskeyWish | null }> => {
	const row = core.store.plans.get(plan);
	if (!row) return refuse({ code: "not-found", what: "plan" });
	if (!rightPlace(core, pressed, row)) return refuse({ code: "wrong-place" });
	const looks = admit("look", snapshot, person);
	if (!looks.ok) return looks;
	const ruling = judge(row, core.store.votes.of(row.id), person, snapshot, now);
	const view = planView(core, row);
	const shown = isDirect(core, pressed, row) ? copyOf(core, view, pressed?.ref.workspace ?? "") : view;
	return { ok: true, view: shown, decides: ruling.ok, passkey: passkeyWish(snapshot, row, person) };
};
