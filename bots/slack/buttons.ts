// What each button does; the id that it carries is all that it says, the state is read again on every press.

import { approvalCounted, helpCard, linkCard, linksTo } from "../../cards/kinds/told.ts";
import { type ActionId, actions, choices, command } from "../../cards/model/actions.ts";
import type { Answer } from "../../protocol/refusal.ts";
import { privately, respond } from "./answer.ts";
import { type Kit, refused } from "./kit.ts";
import { chosenIn, type Deed, deedOf, pressOf } from "./payload.ts";
import { openPlanDialog } from "./plan-dialog.ts";
import { openAsk, openDeny } from "./questions.ts";
import { openTicket } from "./ticket.ts";

type Pressed = { kit: Kit; deed: Deed; id: string; body: unknown };

export const onButton = async (kit: Kit, body: unknown): Promise<void> => {
	const { action, value } = pressOf(body);
	await press(kit, body, action, value);
};

/** A menu's option carries `<action> <id>`. */
export const onMenu = async (kit: Kit, body: unknown): Promise<void> => {
	const [action = "", id = ""] = pressOf(body).value.split(" ");
	await press(kit, body, action, id);
};

/** Something of an older or foreign card: nothing is done, and it is kept that it was tried. */
export const onUnknown = async (kit: Kit, body: unknown, action: string): Promise<void> => {
	const deed = deedOf(body);
	const { by, place } = deed;
	await kit.backend.attempt({
		by,
		place,
		action: action.slice(0, 255),
		code: "unknown-action",
		detail: action.slice(0, 255),
	});
	await refused(kit, deed, { code: "unknown-action" });
};

const press = async (kit: Kit, body: unknown, action: string, id: string): Promise<void> => {
	const known = Object.values(actions).find((one) => one === action);
	if (!known) return onUnknown(kit, body, action);
	await presses[known]({ kit, deed: deedOf(body), id, body });
};

const or = async ({ kit, deed }: Pressed, answer: Answer<object>): Promise<void> => {
	if (!answer.ok) await refused(kit, deed, answer.refusal);
};

const approve = async (pressed: Pressed): Promise<void> => {
	const { kit, deed, id } = pressed;
	const { by, place, ref } = deed;
	const answer = await kit.backend.vote({ by, place, ref, plan: id, verdict: "approve", reason: null });
	if (answer.ok && !answer.decided) return privately(kit, deed, approvalCounted);
	await or(pressed, answer);
};

/** Anybody may press; the link is for whoever pressed, and for nobody else to see. */
const link =
	(what: string) =>
	async (pressed: Pressed): Promise<void> => {
		const { kit, deed, id } = pressed;
		const { by, place } = deed;
		const answer = await kit.backend.signInLink({ by, place, session: id });
		if (!answer.ok) return or(pressed, answer);
		await privately(kit, deed, linkCard(what, answer));
	};

const draft =
	(focus: boolean) =>
	({ kit, deed, id, body }: Pressed): Promise<void> =>
		openPlanDialog(
			kit,
			deed,
			{ from: "draft", draft: id },
			{ endpoint: chosenIn(body, choices.draftEndpoint), preview: deed.answer.url, focus },
		);

const drop = async ({ kit, deed, id }: Pressed): Promise<void> => {
	const { by, place, answer } = deed;
	const found = await kit.backend.form({ by, place, from: { from: "draft", draft: id } });
	if (found.ok) await kit.backend.dropDraft({ by, draft: id, session: found.form.session });
	if (answer.url) await respond(answer.url, { delete_original: true });
};

const presses = {
	[actions.runCommand]: ({ kit, deed, id }) => openPlanDialog(kit, deed, { from: "session", session: id }),
	[actions.transcript]: link(linksTo.transcript),
	[actions.review]: link(linksTo.review),
	[actions.details]: link(linksTo.details),
	[actions.close]: async (pressed) => {
		const { by, place } = pressed.deed;
		await or(pressed, await pressed.kit.backend.close({ by, place, session: pressed.id }));
	},
	[actions.take]: async (pressed) => {
		const { by, place } = pressed.deed;
		await or(pressed, await pressed.kit.backend.take({ by, place, session: pressed.id }));
	},
	[actions.ticket]: ({ kit, deed, id }) => openTicket(kit, deed, id),
	[actions.help]: ({ kit, deed }) => privately(kit, deed, helpCard(command)),
	[actions.approve]: approve,
	[actions.deny]: ({ kit, deed, id }) => openDeny(kit, deed, id),
	[actions.ask]: ({ kit, deed, id }) => openAsk(kit, deed, id),
	[actions.cancel]: async (pressed) => {
		const { by, place, ref } = pressed.deed;
		await or(pressed, await pressed.kit.backend.cancel({ by, place, ref, plan: pressed.id }));
	},
	[actions.proposeAgain]: ({ kit, deed, id }) => openPlanDialog(kit, deed, { from: "plan", plan: id }),
	[actions.draftPropose]: draft(false),
	[actions.draftEdit]: draft(true),
	[actions.draftDrop]: drop,
} as const satisfies Record<ActionId, (pressed: Pressed) => Promise<void>>;
