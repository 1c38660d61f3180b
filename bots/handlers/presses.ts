// What each button does. It carries only an id; every press reads the state again.

import { commandOf } from "../../cards/kinds/plan-texts.ts";
import { approvalCounted, helpCard, type LinkTo, linkCard } from "../../cards/kinds/private-answers.ts";
import { askForm, denyForm } from "../../cards/kinds/questions.ts";
import { type ActionId, actions } from "../../cards/model/actions.ts";
import { withPlainMarks } from "../../domain/plain-marks.ts";
import { PlanId } from "../../protocol/ids.ts";
import { openAway } from "./away.ts";
import { askCancel, cancelPlan } from "./cancel.ts";
import { answerChange } from "./changes.ts";
import { openPlan } from "./plan-dialog.ts";
import { clearAnswer, giveAnswer, openAnswer } from "./prompts.ts";
import { type Doer, doneOr, type Hands, type Reply, refuse } from "./reply.ts";
import { openRequest } from "./request.ts";
import { openClosing, openHandOver } from "./session.ts";
import { openTicket } from "./ticket.ts";

/** `chosen`: the endpoint that is chosen in the message, if any. */
export type Pressed = { hands: Hands; doer: Doer; id: string; chosen: string | null };
type Press = (pressed: Pressed) => Promise<Reply>;

/** Which button it is; null: not one of ours. */
export const knownAction = (action: string): ActionId | null =>
	Object.values(actions).find((one) => one === action) ?? null;

export const press = (action: ActionId, pressed: Pressed): Promise<Reply> => presses[action](pressed);

/** A button of an older or foreign card: does nothing, and records the attempt. */
export const unknown = async (
	{ backend }: Hands,
	{ by, place }: Doer,
	action: string,
	detail = action,
): Promise<Extract<Reply, { kind: "refuse" }>> => {
	const [short, long] = [action.slice(0, 255), detail.slice(0, 255)];
	await backend.attempt({ by, place, action: short, code: "unknown-action", detail: long });
	return refuse({ code: "unknown-action" });
};

export const unknownDialog = (hands: Hands, doer: Doer) =>
	unknown(hands, doer, "dialog", "no dialog of ours");

const approve: Press = async ({ hands, doer, id }) => {
	const answer = await hands.backend.vote({ ...doerOf(doer), plan: id, verdict: "approve", reason: null });
	if (!answer.ok) return refuse(answer.refusal);
	return answer.decided ? { kind: "changed", plan: id } : { kind: "say", card: approvalCounted };
};

/** Of what a platform's handler knows of them, what the port takes. */
const doerOf = ({ by, place, ref, editAt }: Doer) => ({
	by,
	place,
	ref,
	...(editAt !== undefined && { editAt }),
});

const cancel: Press = ({ hands, doer, id }) =>
	hands.confirms ? cancelPlan(hands, doer, id) : askCancel(hands, doer, id);

/** Anyone may press; only the person who pressed sees the link. */
const link =
	(what: LinkTo): Press =>
	async ({ hands, doer: { by, place }, id }) => {
		const [session = "", plan] = id.split(".");
		const answer = await hands.backend.signInLink({ by, place, session });
		if (!answer.ok) return refuse(answer.refusal);
		// A browser keeps what is behind the # through the sign-in, which never sees it.
		const at = PlanId.safeParse(plan).success ? `#${plan}` : "";
		return { kind: "say", card: linkCard(what, { ...answer, url: `${answer.url}${at}` }) };
	};

const draft =
	(focus: boolean): Press =>
	({ hands, doer, id, chosen }) =>
		openPlan(hands, doer, { from: "draft", draft: id }, { endpoint: chosen, focus });

/** The same command with plain quotes and dashes, to be read again. */
const plainMarks: Press = async ({ hands, doer: { by, place, ref }, id }) => {
	const found = await hands.backend.form({ by, place, from: { from: "draft", draft: id } });
	if (!found.ok) return refuse(found.refusal);
	const command = withPlainMarks(commandOf(found.form.draft)?.command ?? "");
	const answer = await hands.backend.draft({ by, place, ref, command, once: `plain:${id}`, of: id });
	return answer.ok ? { kind: "preview", draft: answer } : refuse(answer.refusal);
};

const drop: Press = async ({ hands, doer: { by, place }, id }) => {
	const found = await hands.backend.form({ by, place, from: { from: "draft", draft: id } });
	// It went with its message, or by a press before this one: the preview that is left goes, too.
	if (!found.ok) return found.refusal.code === "not-found" ? { kind: "used" } : refuse(found.refusal);
	const answer = await hands.backend.dropDraft({ by, draft: id, session: found.form.session });
	return answer.ok ? { kind: "used" } : refuse(answer.refusal);
};

const choose =
	(choice: number): Press =>
	({ hands, doer, id }) =>
		giveAnswer(hands, doer, id, { is: "choices", chosen: [choice] });

const presses = {
	[actions.newRequest]: ({ hands, doer, id }) => openRequest(hands, doer, id),
	[actions.runCommand]: ({ hands, doer, id }) => openPlan(hands, doer, { from: "session", session: id }),
	[actions.transcript]: link("transcript"),
	[actions.review]: link("review"),
	[actions.details]: link("details"),
	[actions.enterSecret]: link("secret"),
	[actions.fromNowOn]: link("fromNowOn"),
	[actions.close]: ({ hands, doer, id }) => openClosing(hands, doer, id),
	[actions.reopen]: async ({ hands, doer: { by, place }, id }) =>
		doneOr(await hands.backend.reopen({ by, place, session: id })),
	[actions.take]: async ({ hands, doer: { by, place }, id }) =>
		doneOr(await hands.backend.take({ by, place, session: id })),
	[actions.handOver]: ({ hands, doer, id }) => openHandOver(hands, doer, id),
	[actions.ticket]: ({ hands, doer, id }) => openTicket(hands, doer, id),
	[actions.help]: async ({ hands }) => ({ kind: "say", card: helpCard(hands.begin) }),
	[actions.approve]: approve,
	[actions.deny]: async ({ id }) => ({ kind: "form", form: denyForm, remembered: { plan: id } }),
	[actions.ask]: async ({ id }) => ({ kind: "form", form: askForm, remembered: { plan: id } }),
	[actions.cancel]: cancel,
	[actions.proposeAgain]: ({ hands, doer, id }) => openPlan(hands, doer, { from: "plan", plan: id }),
	[actions.choose1]: choose(0),
	[actions.choose2]: choose(1),
	[actions.choose3]: choose(2),
	[actions.choose4]: choose(3),
	[actions.choose5]: choose(4),
	[actions.promptAnswer]: ({ hands, doer, id }) => openAnswer(hands, doer, id),
	[actions.promptEnd]: ({ hands, doer, id }) => giveAnswer(hands, doer, id, { is: "nothing" }),
	[actions.promptSend]: ({ hands, doer, id }) => clearAnswer(hands, doer, id, "send"),
	[actions.promptKeep]: ({ hands, doer, id }) => clearAnswer(hands, doer, id, "keep"),
	[actions.draftPropose]: draft(false),
	[actions.draftEdit]: draft(true),
	[actions.draftDrop]: drop,
	[actions.draftPlain]: plainMarks,
	[actions.away]: ({ hands, doer, id }) => openAway(hands, doer, id),
	[actions.changeConfirm]: ({ hands, doer, id }) => answerChange(hands, doer, id, "confirm"),
	[actions.changeRefuse]: ({ hands, doer, id }) => answerChange(hands, doer, id, "refuse"),
} as const satisfies Record<ActionId, Press>;
