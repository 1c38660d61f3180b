// What waits for a person, as an Adaptive Card in their own chat with the bot, as much as one card holds.

import type { Begin } from "../../words/begin.ts";
import { openLabel } from "../../words/console.ts";
import { type Home, type HomePart, homeParts } from "../kinds/home.ts";
import { limits } from "../model/limits.ts";
import { cardActions } from "./actions.ts";
import { type AdaptiveCard, cardWith, sectionElements, type TeamsMessage } from "./card.ts";
import { lineElement, type TeamsElement } from "./text.ts";

const title = "What's waiting for you";

export const teamsHome = (home: Home, begin: Begin): TeamsMessage => ({
	type: "message",
	summary: title,
	attachments: [
		{
			contentType: "application/vnd.microsoft.card.adaptive",
			content: fitting(homeParts(home, begin).map(elementsOf)),
		},
	],
});

const elementsOf = (part: HomePart): TeamsElement[] => {
	if ("heading" in part) return [lineElement([part.heading], { size: "Large", weight: "Bolder" })];
	const { lines, button, url = "" } = part;
	const said = sectionElements(lines.map((line) => ({ kind: "text", line })));
	return button === null
		? said
		: [
				...said,
				{ type: "ActionSet", actions: [...cardActions({ buttons: [button], menu: [] }), ...link(url)] },
			];
};

const link = (url: string): TeamsElement[] =>
	url === "" ? [] : [{ type: "Action.OpenUrl", title: openLabel, url }];

/** Parts go from the end. */
const fitting = (parts: TeamsElement[][], left = 0): AdaptiveCard => {
	const more = left > 0 ? [lineElement([`and ${left} more, in the console`])] : [];
	const card = cardWith([...parts.flat(), ...more], [], title);
	return parts.length <= 1 || JSON.stringify(card).length <= limits.teams.messageJson
		? card
		: fitting(parts.slice(0, -1), left + 1);
};
