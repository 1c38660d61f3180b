// Private answers: only one person sees them, in the thread where they are, or in a dialog if there is no conversation.
import { previewCard } from "../../cards/kinds/preview.ts";
import { type Card, sentences } from "../../cards/model/card.ts";
import { limits } from "../../cards/model/limits.ts";
import { renderSlack, type SlackMessage } from "../../cards/slack/card.ts";
import { refusalText } from "../../words/refusals.ts";
import type { Reply } from "../handlers/reply.ts";
import { messageView } from "./dialogs/views.ts";
import type { Kit } from "./kit.ts";
import { type Deed, workspaceOf } from "./read/payload.ts";
import { respond as respondWith } from "./respond.ts";

type To = Pick<Deed, "user" | "at" | "answer">;

/** Tells one person the outcome of what they did; nothing if the cards show it. */
export const tell = async (kit: Kit, to: To, reply: Reply): Promise<void> => {
	switch (reply.kind) {
		case "done":
		case "changed":
		case "used":
			return;
		case "say":
		case "offer":
			return privately(kit, to, reply.card);
		case "refuse":
			return privately(kit, to, sentences([refusalText(reply.refusal)]));
		case "preview":
			return privately(kit, to, previewCard(reply.draft, limits.slack.inputText));
		case "form":
			throw new TypeError("a dialog where none can open");
	}
};

/** Slash commands are answered at their response URL, which needs no membership of the channel; all else as an ephemeral
 * message, and by the URL where that can't be. */
const privately = async (kit: Kit, to: To, card: Card): Promise<void> => {
	const message = renderSlack(card, workspaceOf(to.at));
	const { channel, thread, url, trigger } = to.answer;
	if (channel === null) return inDialog(kit, trigger, card, workspaceOf(to.at));
	if (url !== null && thread === null && (await respond(url, { ...message, response_type: "ephemeral" })))
		return;
	try {
		await kit.web().chat.postEphemeral({
			channel,
			user: to.user,
			...message,
			...(thread && { thread_ts: thread }),
		});
	} catch (error) {
		if (url === null || !(await respond(url, { ...message, response_type: "ephemeral" }))) throw error;
	}
};

const inDialog = async (kit: Kit, trigger: string | null, card: Card, workspace: string): Promise<void> => {
	if (trigger === null) throw new TypeError("no way to answer this person");
	await kit.web().views.open({ trigger_id: trigger, view: messageView(card, workspace) });
};

type Response =
	| (SlackMessage & { response_type: "ephemeral"; replace_original?: true })
	| { delete_original: true };

/** Whether Slack took it. */
export const respond = async (url: string, response: Response): Promise<boolean> =>
	(await respondWith(url, JSON.stringify({ replace_original: false, ...response }))) === "taken";
