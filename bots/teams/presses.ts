// What each button does; the id that it carries is all that it says, the state is read again on every press.

import { planCard } from "../../cards/kinds/plan.ts";
import { askForm, denyForm } from "../../cards/kinds/questions.ts";
import { approvalCounted, helpCard, linkCard, linksTo } from "../../cards/kinds/told.ts";
import { type ActionId, actions, choices, showAction } from "../../cards/model/actions.ts";
import { kindOf, TeamsData } from "../../cards/teams/actions.ts";
import { adaptiveCard } from "../../cards/teams/card.ts";
import type { Answer } from "../../protocol/refusal.ts";
import type { Turn } from "./activity.ts";
import {
	begin,
	type InvokeAnswer,
	reading,
	readingRefusal,
	saying,
	showing,
	textIn,
	told,
} from "./answer.ts";
import { openCancel } from "./cancel.ts";
import type { Kit } from "./kit.ts";
import { openPlanDialog } from "./plan-dialog.ts";
import { openQuestion } from "./questions.ts";
import { takeBack } from "./send.ts";
import { openTicket } from "./ticket.ts";

type Pressed = { kit: Kit; turn: Turn; id: string; data: Record<string, unknown> };
type Press = (pressed: Pressed) => Promise<InvokeAnswer>;

/** Somebody pressed a button, or Teams asks for who looks. `as`: how this kind of button has to be answered. */
export const press = async (
	kit: Kit,
	turn: Turn,
	given: unknown,
	as: "dialog" | "execute",
): Promise<InvokeAnswer> => {
	const read = TeamsData.safeParse(given);
	if (!read.success) return unknown(kit, turn, "a button without a name", as);
	const { action, id, ...data } = read.data;
	const pressed = { kit, turn, id, data };
	// A card of an older version sends Cancel without asking: whoever pressed it gets the button that asks.
	if (as === "execute" && (action === showAction || action === actions.cancel)) return show(pressed);
	const known = Object.values(actions).find((one) => one === action);
	if (!known || kindOf[known] !== as) return unknown(kit, turn, action, as);
	return presses[known](pressed);
};

/** Something of an older or foreign card: nothing is done, and it is kept that it was tried. */
const unknown = async (kit: Kit, { by, place }: Turn, name: string, as: "dialog" | "execute") => {
	const action = name.slice(0, 255);
	await kit.backend.attempt({ by, place, action, code: "unknown-action", detail: action });
	return as === "dialog"
		? readingRefusal({ code: "unknown-action" })
		: saying(told({ code: "unknown-action" }));
};

const said = (answer: Answer<object>): InvokeAnswer => saying(answer.ok ? "Done." : told(answer.refusal));

/** The plan as whoever looks may see it. */
const show: Press = async ({ kit, turn, id }) => {
	const { by, place, ref, userId } = turn;
	const found = await kit.backend.show({ by, place, ref, plan: id });
	if (!found.ok) return saying(told(found.refusal));
	const people = { ids: new Map([[by.identity, userId]]) };
	return showing(adaptiveCard(planCard(found.view), people, found.decides ? "decider" : "everyone"));
};

const approve: Press = async (pressed) => {
	const { kit, turn, id } = pressed;
	const { by, place, ref } = turn;
	const answer = await kit.backend.vote({ by, place, ref, plan: id, verdict: "approve", reason: null });
	if (!answer.ok) return saying(told(answer.refusal));
	return answer.decided ? show(pressed) : saying(textIn(approvalCounted));
};

/** Anybody may press; the link is for whoever pressed, and for nobody else to see. */
const link =
	(what: string): Press =>
	async ({ kit, turn: { by, place }, id }) => {
		const answer = await kit.backend.signInLink({ by, place, session: id });
		return answer.ok ? reading(linkCard(what, answer)) : readingRefusal(answer.refusal);
	};

const draft =
	(focus: boolean): Press =>
	({ kit, turn, id, data }) => {
		const endpoint = data[choices.draftEndpoint];
		const chosen = typeof endpoint === "string" && endpoint !== "" ? endpoint : null;
		return openPlanDialog(kit, turn, { from: "draft", draft: id }, { endpoint: chosen, focus });
	};

const drop: Press = async ({ kit, turn, id }) => {
	const { by, place, ref, serviceUrl } = turn;
	const found = await kit.backend.form({ by, place, from: { from: "draft", draft: id } });
	if (!found.ok) return saying(told(found.refusal));
	await kit.backend.dropDraft({ by, draft: id, session: found.form.session });
	kit.afterwards(takeBack(kit.call, serviceUrl, ref));
	return saying("Done.");
};

const presses = {
	[actions.runCommand]: ({ kit, turn, id }) => openPlanDialog(kit, turn, { from: "session", session: id }),
	[actions.transcript]: link(linksTo.transcript),
	[actions.review]: link(linksTo.review),
	[actions.details]: link(linksTo.details),
	[actions.close]: async ({ kit, turn: { by, place }, id }) =>
		said(await kit.backend.close({ by, place, session: id })),
	[actions.take]: async ({ kit, turn: { by, place }, id }) =>
		said(await kit.backend.take({ by, place, session: id })),
	[actions.ticket]: ({ kit, turn, id }) => openTicket(kit, turn, id),
	[actions.help]: async () => reading(helpCard(begin)),
	[actions.approve]: approve,
	[actions.deny]: ({ turn, id }) => openQuestion(turn, id, denyForm),
	[actions.ask]: ({ turn, id }) => openQuestion(turn, id, askForm),
	[actions.cancel]: ({ kit, turn, id }) => openCancel(kit, turn, id),
	[actions.proposeAgain]: ({ kit, turn, id }) => openPlanDialog(kit, turn, { from: "plan", plan: id }),
	[actions.draftPropose]: draft(false),
	[actions.draftEdit]: draft(true),
	[actions.draftDrop]: drop,
} as const satisfies Record<ActionId, Press>;
