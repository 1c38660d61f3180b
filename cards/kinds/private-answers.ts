// Private answers other than refusals: help, a personal link, the first of several approvals. And the welcome to all.

import { type Begin, help } from "../../words/begin.ts";
import { type Card, type Line, sentences } from "../model/card.ts";

export const helpCard = (begin: Begin): Card => sentences(...help(begin).map((line): Line => [line]));

/** Posted where the bot was added. `client`: whose conversation it is; null: not connected to a client yet. */
export const welcomeCard = (begin: Begin, client: string | null): Card =>
	client === null
		? sentences([
				"Hello, I am Caisey. This conversation isn't connected to a client yet, so I can't take requests here. Ask your IT provider to connect it.",
			])
		: sentences([`Hello, I am Caisey, for ${client}.`], ...help(begin).map((line): Line => [line]));

/** What a personal link opens; the words before it. */
export const linksTo = {
	transcript: "The full transcript:",
	review: "The whole change, to decide on:",
	details: "Every detail of this change:",
} as const;

/** `minutes`: how long the link works. */
export const linkCard = (what: string, { url, minutes }: { url: string; minutes: number }): Card =>
	sentences([
		`${what} `,
		{ url, label: "Open it in your browser" },
		`. Only you can use this link, once, within ${minutes} minutes.`,
	]);

export const approvalCounted: Card = sentences([
	"Your approval is recorded. Someone else has to approve this too.",
]);
