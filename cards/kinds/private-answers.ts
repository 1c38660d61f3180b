// Private answers other than refusals: help, a personal link, the first of several approvals. And the welcome to all.

import type { HeadView } from "../../protocol/read/view.ts";
import { type Begin, help } from "../../words/begin.ts";
import { actions } from "../model/actions.ts";
import { type Card, type Line, sentences } from "../model/card.ts";
import { headLine } from "./notice.ts";

/** To the person who asked, who wrote about it after its end. */
export const closedCard = (session: string): Card => ({
	...sentences([
		"Your request is closed. Not solved? Press “Reopen”, and your IT provider sees what you wrote.",
	]),
	buttons: [{ action: actions.reopen, id: session, label: "Reopen" }],
});

export const helpCard = (begin: Begin): Card => sentences(...help(begin).map((line): Line => [line]));

/** Posted where the bot was added. `client`: whose conversation it is; null: not connected to a client yet. */
export const welcomeCard = (begin: Begin, client: string | null): Card =>
	client === null
		? sentences([
				"Hello, I am Caisey. This conversation isn't connected to a client yet, so I can't take requests here. Ask your IT provider to connect it.",
			])
		: sentences([`Hello, I am Caisey, for ${client}.`], ...help(begin).map((line): Line => [line]));

/** What a personal link opens; the words before it. */
const linksTo = {
	transcript: "The full transcript:",
	review: "The whole change, to decide on:",
	details: "Every detail of this change:",
	fromNowOn: "Approvers can approve the same for later plans, too, on the plan's page:",
	secret: "The way to enter the secret, sealed in your browser:",
} as const;

export type LinkTo = keyof typeof linksTo;

/** `minutes`: how long the link works. `head`: the record's last one, which is there on request; null: none yet. */
export const linkCard = (
	what: LinkTo,
	{ url, minutes, head }: { url: string; minutes: number; head: HeadView | null },
): Card =>
	sentences(
		[
			`${linksTo[what]} `,
			{ url, label: "Open it in your browser" },
			`. Only you can use this link, once, within ${minutes} minutes.`,
		],
		...(what === "transcript" && head ? [headLine(head)] : []),
	);

export const approvalCounted: Card = sentences([
	"Your approval is recorded. Someone else has to approve this too.",
]);
