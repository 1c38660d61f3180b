// A card as an Adaptive Card (schema 1.5) in a Teams message: everything that people or machines wrote is inert in it.

import { inLine } from "../../domain/line.ts";
import type { Button, Card, Choice, Line, Section } from "../model/card.ts";
import { besideLabel } from "../model/exact.ts";
import { fitted } from "../model/fit.ts";
import { limits } from "../model/limits.ts";
import { linkIn } from "../model/links.ts";
import { isolated } from "../plain.ts";
import { cardActions, refreshOf } from "./actions.ts";
import { codeElement } from "./code.ts";
import { isTalk, summaryOf, type TeamsMention, talkOf } from "./talk.ts";
import { lineElement, lineElements, type TeamsElement } from "./text.ts";

/** `ids`: Teams' id of a person for this bot (`29:…`), by identity. People without one are named, not mentioned. */
export type TeamsPeople = { ids: ReadonlyMap<string, string> };

/** Who looks: all in the conversation, or someone who is shown more, in an answer to them alone or in their own chat. */
export type Viewer = "everyone" | "entitled";

export type AdaptiveCard = {
	$schema: string;
	type: "AdaptiveCard";
	version: "1.5";
	fallbackText: string;
	body: TeamsElement[];
	actions?: TeamsElement[];
	refresh?: ReturnType<typeof refreshOf>;
	msteams: { width: "Full" };
};

/** The parts of an activity that a card decides. `summary` is what a notification shows. */
export type TeamsMessage = {
	type: "message";
	summary: string;
	text?: string;
	textFormat?: "xml";
	entities?: TeamsMention[];
	attachments?: { contentType: "application/vnd.microsoft.card.adaptive"; content: AdaptiveCard }[];
};

/** A short message as text in which people are mentioned; all else as a card. */
export const renderTeams = (card: Card, people: TeamsPeople, viewer: Viewer = "everyone"): TeamsMessage => {
	if (isTalk(card)) return { type: "message", summary: summaryOf(card), ...talkOf(card, people.ids) };
	const content = adaptiveCard(card, people, viewer);
	return {
		type: "message",
		summary: summaryOf(card),
		attachments: [{ contentType: "application/vnd.microsoft.card.adaptive", content }],
	};
};

/** The card alone, as an answer to an invoke. Within all limits for any card. Shortens only chat, and says so with exact
 * counts. */
export const adaptiveCard = (whole: Card, people: TeamsPeople, viewer: Viewer = "everyone"): AdaptiveCard => {
	const { card, rendered } = fitted(whole, (smaller) => cardOf(smaller, people, "entitled"), fits);
	return viewer === "entitled" ? rendered : cardOf(card, people, viewer);
};

const fits = (card: AdaptiveCard): boolean => JSON.stringify(card).length <= limits.teams.messageJson;

const cardOf = (card: Card, { ids }: TeamsPeople, viewer: Viewer): AdaptiveCard => {
	const { sections } = card;
	const shown = ({ forSome }: Button) => viewer === "entitled" || !forSome;
	const [some, others] = [true, undefined].map((which) =>
		cardActions({ buttons: card.buttons.filter((one) => one.forSome === which && shown(one)), menu: [] }),
	) as [TeamsElement[], TeamsElement[]];
	// Buttons that depend on the viewer take no other button's place: they come after it, or the others have a row of their own.
	const below = endOfSteps(sections);
	const apart = card.own !== undefined && below > 0;
	const offered = apart ? [...others, ...links(card)] : [];
	const actions = [
		...(apart ? some : [...others, ...some, ...links(card)]),
		...cardActions({ buttons: [], menu: card.menu.filter(shown) }),
	];
	const after = apart ? below : sections.length;
	const body = [
		...titleOf(card),
		...sectionElements(sections.slice(0, after)),
		...(offered.length > 0 ? [{ type: "ActionSet", actions: offered }] : []),
		...sectionElements(sections.slice(after)),
		...choiceOf(card.choice),
	];
	return {
		...cardWith(body, actions, summaryOf(card)),
		...(card.own && { refresh: refreshOf(card.own, known(card.own.who, ids)) }),
	};
};

/** The part above it doesn't change while a plan is open: its exact texts, and their oddities. */
const endOfSteps = (sections: Section[]): number =>
	sections.findLastIndex(({ kind }) => kind === "code" || kind === "warning") + 1;

/** `fallbackText` appears where cards of this version can't. */
export const cardWith = (
	body: TeamsElement[],
	actions: TeamsElement[],
	fallbackText: string,
): AdaptiveCard => ({
	$schema: "http://adaptivecards.io/schemas/adaptive-card.json",
	type: "AdaptiveCard",
	version: "1.5",
	fallbackText,
	body,
	...(actions.length > 0 && { actions }),
	msteams: { width: "Full" },
});

const known = (who: { identities: string[] }[], ids: TeamsPeople["ids"]): string[] =>
	who.flatMap(({ identities }) => identities.flatMap((identity) => ids.get(identity) ?? []));

const titleOf = ({ title, state }: Card): TeamsElement[] => [
	...(title === "" ? [] : [lineElement([title], { size: "Large", weight: "Bolder" })]),
	...(state === null ? [] : [lineElement([`● ${state}`], { color: "Accent", weight: "Bolder" })]),
];

/** The sections alone, also for dialogs. Adjacent lines stay close together. */
export const sectionElements = (sections: Section[]): TeamsElement[] =>
	sections.flatMap((section, i) => {
		const follows = section.kind !== "code" && sections[i - 1]?.kind === section.kind;
		return close(elementsOf(section), follows);
	});

const elementsOf = (section: Section): TeamsElement[] => {
	switch (section.kind) {
		case "text":
			return lineElements(section.line);
		case "warning":
			return [{ type: "Container", style: "warning", items: [lineElement(["⚠ ", ...section.line])] }];
		case "facts":
			return section.facts.flatMap(({ label, line }, i) =>
				close([lineElement([{ bold: label }, ": ", ...line])], i > 0),
			);
		case "code":
			return [lineElement([{ bold: section.label }, besideLabel(section)]), codeElement(section)];
	}
};

const close = (elements: TeamsElement[], near: boolean): TeamsElement[] =>
	elements.map((element, i) => (near && i === 0 ? { ...element, spacing: "Small" } : element));

const choiceOf = (choice: Choice | null): TeamsElement[] => {
	if (choice === null) return [];
	const { id, placeholder, options, chosen } = choice;
	const choices = options.map(({ value, label }) => ({
		title: isolated(inLine(label)).slice(0, limits.teams.choiceText),
		value,
	}));
	return [
		{
			type: "Input.ChoiceSet",
			id,
			style: "compact",
			placeholder,
			choices,
			...(chosen && { value: choices[0]?.value ?? "" }),
		},
	];
};

const links = ({ sections }: Card): TeamsElement[] =>
	sections
		.flatMap((section): Line => (section.kind === "facts" || section.kind === "code" ? [] : section.line))
		.flatMap((run) =>
			typeof run === "object" && "url" in run && !linkIn(run)
				? [{ type: "Action.OpenUrl", title: inLine(run.label), url: run.url }]
				: [],
		);
