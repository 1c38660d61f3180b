// Private answers: an invoke's own where someone pressed; to who wrote, in their own chat with the bot if they have one.

import { previewCard } from "../../cards/kinds/preview.ts";
import { type Card, sentences } from "../../cards/model/card.ts";
import { textOf } from "../../cards/plain.ts";
import { type AdaptiveCard, renderTeams } from "../../cards/teams/card.ts";
import { type TeamsDialog, teamsReading } from "../../cards/teams/form.ts";
import type { Refusal } from "../../protocol/refusal.ts";
import { refusalText } from "../../words/refusals.ts";
import type { Reply } from "../handlers/reply.ts";
import type { Called } from "./call/connector.ts";
import { personalChat, sendTo } from "./call/send.ts";
import type { Kit } from "./kit.ts";
import type { Turn } from "./read/activity.ts";

/** What people write before their request. */
export const begin = "@Caisey";

/** The answer to an invoke. */
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
export const readingRefusal = (refusal: Refusal): InvokeAnswer => reading(sentences([refusalLine(refusal)]));
export const refusalLine = (refusal: Refusal): string => refusalText(refusal, begin);

/** Tells the author of a message its result; nothing if the cards show it. A preview or an offer goes under their message,
 * for all to see: Teams has no message in a thread that one person alone sees. */
export const tell = async (kit: Kit, turn: Turn, reply: Reply): Promise<void> => {
	switch (reply.kind) {
		case "done":
		case "changed":
		case "used":
			return;
		case "say":
			return privately(kit, turn, reply.card);
		case "refuse":
			return refused(kit, turn, reply.refusal);
		case "offer":
			return orLogged(kit, openly(kit, turn, reply.card));
		case "preview":
			return orLogged(kit, openly(kit, turn, previewCard(reply.draft, kit.inputText)));
		case "form":
			throw new TypeError("a dialog where none can open");
	}
};

const orLogged = async (kit: Kit, said: ReturnType<typeof openly>): Promise<void> => {
	const error = await said;
	if (error !== null) kit.log(new Error(`not said: ${error}`));
};

/** To the author of a message. Teams has no message in a thread that one person alone sees, so it goes to their own chat
 * with the bot. Only if they can't be reached there, it goes under their message, for everyone to see. */
const privately = async (kit: Kit, turn: Turn, card: Card): Promise<void> => {
	const own = turn.kind === "personal" ? null : await inOwnChat(kit, turn, card);
	const answer = own === null || isClosed(own) ? await post(kit, turn, card, turn.place) : own;
	if (!answer.ok) kit.log(new Error(`not answered: ${whyNot(answer)}`));
};

const inOwnChat = async (kit: Kit, turn: Turn, card: Card): Promise<Called<unknown>> => {
	const from = { bot: kit.bot, tenant: turn.place.workspace.slice("teams:".length) };
	const chat = await twice(kit, () => personalChat(kit.call, turn.serviceUrl, from, turn.userId));
	return chat.ok ? post(kit, turn, card, { channel: chat.body.channel, thread: null }) : chat;
};

/** Not for a while alone. */
const isClosed = (answer: Called<unknown>): boolean =>
	!answer.ok && (answer.kind === "unreachable" || answer.kind === "refused");

export const refused = (kit: Kit, turn: Turn, refusal: Refusal): Promise<void> =>
	privately(kit, turn, sentences([refusalLine(refusal)]));

/** Under the message, for everyone there to see; returns what went wrong, or null. */
export const openly = async (kit: Kit, turn: Turn, card: Card): Promise<string | null> => {
	const answer = await post(kit, turn, card, turn.place);
	return answer.ok ? null : whyNot(answer);
};

const post = (
	kit: Kit,
	{ serviceUrl, by, userId }: Turn,
	card: Card,
	to: { channel: string; thread: string | null },
): Promise<Called<unknown>> => {
	const message = JSON.stringify(renderTeams(card, { ids: new Map([[by.identity, userId]]) }));
	return twice(kit, () => sendTo(kit.call, { serviceUrl, ...to }, message));
};

const whyNot = (answer: Refused): string => (answer.kind === "rate-limited" ? answer.kind : answer.error);
type Refused = Extract<Called<unknown>, { ok: false }>;

/** In ms, from a call's begin until it is made again at the latest: what goes on after an answer has half a minute in all. */
const patience = 12_000;

/** Once more if that may help, after the requested silence, if there is time for it. */
const twice = async <T>(kit: Kit, call: () => Promise<Called<T>>): Promise<Called<T>> => {
	const begun = kit.now();
	const answer = await call();
	if (answer.ok || isClosed(answer) || answer.kind === "gone") return answer;
	const wait = answer.kind === "rate-limited" ? answer.retryAfterMs : 500;
	if (kit.now() - begun + wait > patience) return answer;
	await new Promise((resolve) => setTimeout(resolve, wait));
	return call();
};

/** A card's sentences alone. */
export const textIn = ({ sections }: Card): string =>
	sections
		.flatMap((section) => (section.kind === "text" ? [section.line.map(textOf).join("")] : []))
		.join("\n");
