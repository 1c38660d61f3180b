// Private answers: an invoke's own where somebody pressed; to who wrote, in their own chat with the bot where they have one.
import { type Card, sentences } from "../../cards/model.ts";
import { type AdaptiveCard, renderTeams } from "../../cards/teams.ts";
import { type TeamsDialog, teamsReading } from "../../cards/teams-form.ts";
import { textOf } from "../../cards/teams-text.ts";
import { refusalText } from "../../cards/words.ts";
import type { Refusal } from "../../protocol/refusal.ts";
import type { Turn } from "./activity.ts";
import type { Kit } from "./kit.ts";
import { personalChat, sendTo } from "./send.ts";

/** What people write before their request. */
export const begin = "@Caisey";

/** What an invoke is answered with. */
export type InvokeAnswer = object;

const cardType = "application/vnd.microsoft.card.adaptive";

/** A sentence that only who pressed is shown. https://learn.microsoft.com/adaptive-cards/authoring-cards/universal-action-model */
export const saying = (text: string): InvokeAnswer => ({
	statusCode: 200,
	type: "application/vnd.microsoft.activity.message",
	value: text,
});
/** The card, as who pressed is shown it from now on. */
export const showing = (card: AdaptiveCard): InvokeAnswer => ({
	statusCode: 200,
	type: cardType,
	value: card,
});

export const dialog = ({ title, card }: TeamsDialog): InvokeAnswer => ({
	task: {
		type: "continue",
		value: { title, width: "large", height: "large", card: { contentType: cardType, content: card } },
	},
});
/** Closes the dialog with a sentence. */
export const closing = (text: string): InvokeAnswer => ({ task: { type: "message", value: text } });

export const reading = (card: Card): InvokeAnswer => dialog(teamsReading("Caisey", card));
export const readingRefusal = (refusal: Refusal): InvokeAnswer => reading(sentences([told(refusal)]));
export const told = (refusal: Refusal): string => refusalText(refusal, begin);

/** To whoever wrote something. Teams has no message in a thread that one person alone sees: it goes to their own chat
 * with the bot, and only where that can't be, for everybody to see, under what they wrote. */
export const privately = async (kit: Kit, turn: Turn, card: Card): Promise<void> => {
	if (turn.kind !== "personal") {
		const tenant = turn.place.workspace.slice("teams:".length);
		const chat = await personalChat(kit.call, turn.serviceUrl, { bot: kit.bot, tenant }, turn.userId);
		if (chat.ok && (await post(kit, turn, card, { channel: chat.body.channel, thread: null })) === null)
			return;
	}
	const error = await post(kit, turn, card, turn.place);
	if (error !== null) kit.log(new Error(`not answered: ${error}`));
};

export const refused = (kit: Kit, turn: Turn, refusal: Refusal): Promise<void> =>
	privately(kit, turn, sentences([told(refusal)]));

/** Where it was written, for everybody there to see; the answer is what went wrong, null where nothing did. */
export const openly = (kit: Kit, turn: Turn, card: Card): Promise<string | null> =>
	post(kit, turn, card, turn.place);

const post = async (
	kit: Kit,
	{ serviceUrl, by, userId }: Turn,
	card: Card,
	to: { channel: string; thread: string | null },
): Promise<string | null> => {
	const message = renderTeams(card, { ids: new Map([[by.identity, userId]]) });
	const answer = await sendTo(kit.call, { serviceUrl, ...to }, JSON.stringify(message));
	if (answer.ok) return null;
	return answer.kind === "rate-limited" ? "rate-limited" : answer.error;
};

/** A card's sentences alone. */
export const textIn = ({ sections }: Card): string =>
	sections
		.flatMap((section) => (section.kind === "text" ? [section.line.map(textOf).join("")] : []))
		.join("\n");
