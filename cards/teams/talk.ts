// A short message as Teams text: escaped for its XML, people mentioned by entities that quote their text exactly.

import type { Card, Line, Run } from "../model/card.ts";
import { limits } from "../model/limits.ts";
import { textOf } from "../plain.ts";

export type TeamsMention = { type: "mention"; text: string; mentioned: { id: string; name: string } };
type Talk = { text: string; textFormat: "xml"; entities?: TeamsMention[] };

/** Nothing but sentences, so no card is needed; a link is a card's button. */
export const isTalk = ({ title, sections, choice, buttons, menu }: Card): boolean =>
	title === "" &&
	choice === null &&
	buttons.length + menu.length === 0 &&
	sections.every(
		(section) =>
			section.kind === "text" && !section.line.some((run) => typeof run === "object" && "url" in run),
	);

export const talkOf = ({ sections }: Card, ids: ReadonlyMap<string, string>): Talk => {
	const lines = sections.flatMap((section): Line[] => (section.kind === "text" ? [section.line] : []));
	const entities = new Map(lines.flat().flatMap((run) => mentionOf(run, ids)));
	const text = lines.map((line) => line.map((run) => said(run, ids)).join("")).join("<br/>");
	return { text, textFormat: "xml", ...(entities.size > 0 && { entities: [...entities.values()] }) };
};

/** What a phone's notification shows. */
export const summaryOf = ({ notification, title }: Card): string => {
	const text = (notification.map(textOf).join("") || title || "Caisey").replaceAll(/\s+/g, " ");
	return text.length > limits.teams.summary
		? `${text.slice(0, limits.teams.summary - 1).toWellFormed()}…`
		: text;
};

const said = (run: Run, ids: ReadonlyMap<string, string>): string => {
	const [mention] = mentionOf(run, ids);
	if (mention) return mention[1].text;
	const text = xml(textOf(run));
	if (typeof run === "string" || "said" in run || "url" in run || "time" in run) return text;
	if ("theirs" in run) return text === "" ? "" : `<i>${text}</i>`;
	return "code" in run ? `<code>${text}</code>` : `<b>${text}</b>`;
};

const mentionOf = (run: Run, ids: ReadonlyMap<string, string>): [string, TeamsMention][] => {
	if (typeof run === "string" || !("mention" in run)) return [];
	const id = run.mention.identities.flatMap((identity) => ids.get(identity) ?? [])[0];
	const name = textOf(run);
	return id === undefined
		? []
		: [[id, { type: "mention", text: `<at>${xml(name)}</at>`, mentioned: { id, name } }]];
};

const xml = (text: string): string =>
	text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
