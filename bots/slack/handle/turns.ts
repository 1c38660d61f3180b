// The buttons within a dialog: each turns it into another one, and what is filled in so far stays.
import { z } from "zod";
import { turns } from "../../../cards/model/actions.ts";
import { refusalText } from "../../../words/refusals.ts";
import { wholePlan } from "../../handlers/plan-dialog.ts";
import { type Reply, refuse } from "../../handlers/reply.ts";
import { openSnippets } from "../../handlers/snippets.ts";
import { filledInView, Values } from "../dialogs/plan-submission.ts";
import { Remembering, viewOf } from "../dialogs/remembered.ts";
import { type Modal, messageView, oneMoment, saying } from "../dialogs/views.ts";
import type { Kit } from "../kit.ts";
import { deedOf, pressOf } from "../read/payload.ts";
import { onUnknown } from "./buttons.ts";

const Shown = z.looseObject({
	view: z.looseObject({ id: z.string(), state: z.looseObject({ values: Values }) }),
});

export const onTurn = async (kit: Kit, body: unknown): Promise<void> => {
	const [remembered, shown] = [Remembering.safeParse(body), Shown.safeParse(body)];
	const { action } = pressOf(body);
	if (!remembered.success || !shown.success) return onUnknown(kit, body, action);
	const { private_metadata: metadata } = remembered.data.view;
	const { place, message, preview, folded, session = "", from = { from: "session", session } } = metadata;
	const { by, answer } = deedOf(body);
	const where = { place, ref: { message } };
	const draw = (reply: Reply): Modal => {
		if (reply.kind === "form") return viewOf(reply, where, preview);
		if (reply.kind === "say") return messageView(reply.card, place.workspace);
		if (reply.kind === "refuse") return saying(refusalText(reply.refusal));
		throw new TypeError(`a dialog that shows nothing: ${reply.kind}`);
	};
	if (action === turns.more) {
		const filled = filledInView(shown.data.view.state.values, folded);
		const reply = await wholePlan(kit, { by, place }, { session, from, filled });
		// A refusal must not take away what is typed: it has a dialog of its own on top.
		if (reply.kind !== "form")
			return void (await kit.web().views.push({ trigger_id: answer.trigger ?? "", view: draw(reply) }));
		return void (await kit.web().views.update({ view_id: shown.data.view.id, view: draw(reply) }));
	}
	// On top of the plan's dialog, which is there again if this one is closed; open at once, while the press's trigger is valid.
	const [opened, reply] = await Promise.all([
		kit.web().views.push({ trigger_id: answer.trigger ?? "", view: oneMoment() }),
		openSnippets(kit, { by, place }, { session, from }).catch((error: unknown) =>
			refuse({ code: "broken", errorId: kit.log(error) }),
		),
	]);
	await kit.web().views.update({ view_id: opened.view?.id ?? "", view: draw(reply) });
};
