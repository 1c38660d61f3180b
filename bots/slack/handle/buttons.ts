// A button or a menu's option that someone pressed: decoded here, done by handlers/, answered here.
import { previewCard } from "../../../cards/kinds/preview.ts";
import { type ActionId, actions, choices } from "../../../cards/model/actions.ts";
import { limits } from "../../../cards/model/limits.ts";
import { renderSlack } from "../../../cards/slack/card.ts";
import { knownAction, press, unknown } from "../../handlers/presses.ts";
import type { Reply } from "../../handlers/reply.ts";
import { respond, tell } from "../answer.ts";
import type { Kit } from "../kit.ts";
import { chosenIn, type Deed, deedOf, pressOf, wasAsked, workspaceOf } from "../read/payload.ts";
import { openDialog, openWaiting } from "./dialogs.ts";

export const onButton = async (kit: Kit, body: unknown): Promise<void> => {
	const { action, value } = pressOf(body);
	await pressed(kit, body, action, value);
};

/** A menu's option carries `<action> <id>`. */
export const onMenu = async (kit: Kit, body: unknown): Promise<void> => {
	const [action = "", id = ""] = pressOf(body).value.split(" ");
	await pressed(kit, body, action, id);
};

/** Something of an older or foreign card. */
export const onUnknown = async (kit: Kit, body: unknown, action: string): Promise<void> => {
	const deed = deedOf(body);
	await tell(kit, deed, await unknown(kit, deed, action));
};

const pressed = async (kit: Kit, body: unknown, name: string, id: string): Promise<void> => {
	const action = knownAction(name);
	if (action === null) return onUnknown(kit, body, name);
	const deed = deedOf(body);
	const hands = { ...kit, confirms: kit.confirms && wasAsked(body) };
	const { url } = deed.answer;
	const doer = url === null ? deed : { ...deed, editAt: url };
	const work = press(action, { hands, doer, id, chosen: chosenIn(body, choices.draftEndpoint) });
	if (slow.has(action)) return openWaiting(kit, deed, work, previewOf(action, deed));
	await answer(kit, deed, await work);
};

/** Putting the dialog together may take longer than a trigger is valid. */
const slow = new Set<ActionId>([
	actions.runCommand,
	actions.proposeAgain,
	actions.draftPropose,
	actions.draftEdit,
]);

/** Where to remove the private preview once it is proposed. */
const previewOf = (action: ActionId, deed: Deed): string | null =>
	action === actions.draftPropose || action === actions.draftEdit ? deed.answer.url : null;

const answer = async (kit: Kit, deed: Deed, reply: Reply): Promise<void> => {
	if (reply.kind === "form") return openDialog(kit, deed, reply);
	// It takes the place of the preview that was pressed.
	if (reply.kind === "preview" && deed.answer.url)
		return void (await respond(deed.answer.url, {
			...renderSlack(previewCard(reply.draft, limits.slack.inputText), workspaceOf(deed.at)),
			...{ response_type: "ephemeral", replace_original: true },
		}));
	if (reply.kind !== "used") return tell(kit, deed, reply);
	if (deed.answer.url) await respond(deed.answer.url, { delete_original: true });
};
