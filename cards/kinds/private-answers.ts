// Private answers that are no refusals: help, a personal link, a first approval of several; and the welcome to all.

import { type Begin, help } from "../../words/begin.ts";
import { type Card, type Line, sentences } from "../model/card.ts";

export const helpCard = (begin: Begin): Card => sentences(...help(begin).map((line): Line => [line]));

/** Said where the bot was added. `client`: whose conversation it is; null where it is nobody's yet. */
export const welcomeCard = (begin: Begin, client: string | null): Card =>
	client === null
		? sentences([
				"Hello, I am Caisey. This conversation isn't connected to a client yet, so nothing can be asked for in it. Ask your IT provider to connect it.",
			])
		: sentences([`Hello, I am Caisey, for ${client}.`], ...help(begin).map((line): Line => [line]));

/** What a personal link leads to, in words before it. */
export const linksTo = {
	transcript: "The full transcript:",
	review: "All of it, to decide on:",
	details: "Every detail of this change:",
} as const;

/** `minutes`: how long the link is good for. */
export const linkCard = (what: string, { url, minutes }: { url: string; minutes: number }): Card =>
	sentences([
		`${what} `,
		{ url, label: "Open it in your browser" },
		`. The link is yours alone, works once, and for ${minutes} minutes.`,
	]);

export const approvalCounted: Card = sentences([
	"Your approval is recorded. Somebody else has to approve this too.",
]);
