// A card as Slack's blocks. Words of people and machines go into plain or rich text elements, where they do nothing.

import { clean, inLine } from "../../domain/line.ts";
import { menuAction } from "../model/actions.ts";
import type { Button, Card, Choice, Line, Question, Section } from "../model/card.ts";
import { besideLabel, exactLines } from "../model/exact.ts";
import { fitted } from "../model/fit.ts";
import { limits } from "../model/limits.ts";
import { cut, isolated } from "../plain.ts";
import { elements, notificationText, type SlackElement } from "./text.ts";

export type SlackBlock = { type: string; block_id?: string; [key: string]: unknown };
/** `text` is for notifications; people read `blocks`. */
export type SlackMessage = { text: string; blocks: SlackBlock[] };

const most = limits.slack;

/** Within all of Slack's limits for any card. Shortens only chat, and says so with exact counts.
 * `workspace`: `slack:<team>`, whose people can be mentioned. */
export const renderSlack = (card: Card, workspace: string): SlackMessage => {
	const { rendered } = fitted(card, (smaller) => blocksOf(smaller, workspace), fits);
	const text = notificationText(card.notification, workspace, most.text);
	return {
		text: text === "" ? inLine(card.title).slice(0, most.text) || "Caisey" : text,
		blocks: rendered,
	};
};

/** Plain text that Slack shows as it is, on one line no longer than `length`. */
export const plainText = (
	text: string,
	length: number,
): { type: "plain_text"; text: string; emoji: false } => {
	const line = isolated(inLine(text)) || "–";
	return { type: "plain_text", text: line.length > length ? cut(line, length) : line, emoji: false };
};

/** The sections alone, as blocks: for dialogs and the Home tab too. */
export const sectionBlocks = (sections: Section[], workspace: string): SlackBlock[] => {
	const groups: Section[][] = [];
	for (const section of sections) {
		const last = groups.at(-1);
		const starts = section.kind === "code" || last?.at(-1)?.kind !== section.kind;
		if ((starts || !last) && groups.length < most.blocks - 10) groups.push([section]);
		else last?.push(section);
	}
	return groups.map((group) => ({ type: "rich_text", elements: richText(group, workspace) }));
};

export const buttonElement = ({ action, id, label, tone, asks }: Button): SlackElement => ({
	type: "button",
	action_id: action,
	text: plainText(label, most.buttonText),
	value: id,
	...(tone && { style: tone }),
	...(asks && { confirm: confirmation(asks) }),
});

// https://docs.slack.dev/reference/block-kit/composition-objects/confirmation-dialog-object
const confirmation = ({ title, says, yes, no }: Question) => ({
	title: plainText(title, most.confirmTitle),
	text: plainText(says, most.confirmText),
	confirm: plainText(yes, most.confirmButton),
	deny: plainText(no, most.confirmButton),
	style: "danger",
});

const fits = (blocks: SlackBlock[]): boolean =>
	blocks.length <= most.blocks && JSON.stringify(blocks).length <= most.blocksJson;

const blocksOf = (card: Card, workspace: string): SlackBlock[] => [
	...titleBlocks(card.title, workspace),
	...(card.state === null ? [] : [rich(["● ", { bold: card.state }], workspace)]),
	...sectionBlocks(card.sections, workspace),
	...actionBlocks(card),
];

const titleBlocks = (title: string, workspace: string): SlackBlock[] => {
	if (title === "") return [];
	const header: SlackBlock = { type: "header", text: plainText(title, most.header) };
	return title.length > most.header ? [header, rich([title.slice(0, 1_000)], workspace)] : [header];
};

const rich = (line: Line, workspace: string): SlackBlock => ({
	type: "rich_text",
	elements: [{ type: "rich_text_section", elements: elements(line, workspace) }],
});

/** Lines in a row are one rich text section; each code has its own block below its label. */
const richText = (group: Section[], workspace: string): SlackElement[] => {
	const all: SlackElement[] = [];
	let lines: SlackElement[][] = [];
	const flush = () => {
		const joined = lines.flatMap((line, i) => (i > 0 ? [lineBreak, ...line] : line));
		if (joined.length > 0) all.push({ type: "rich_text_section", elements: joined });
		lines = [];
	};
	for (const section of group) {
		lines.push(...linesOf(section).map((line) => elements(line, workspace)));
		if (section.kind !== "code") continue;
		flush();
		all.push({
			type: "rich_text_preformatted",
			elements: [{ type: "text", text: clean(drawn(section)) || " " }],
		});
	}
	flush();
	return all;
};

const drawn = ({ text, output }: Extract<Section, { kind: "code" }>): string =>
	output ? text : exactLines(text).join("\n");

const lineBreak: SlackElement = { type: "text", text: "\n" };

const linesOf = (section: Section): Line[] => {
	switch (section.kind) {
		case "text":
			return [section.line];
		case "warning":
			return [["⚠ ", ...section.line]];
		case "facts":
			return section.facts.map(({ label, line }) => [{ bold: label }, ": ", ...line]);
		case "code":
			return [[{ bold: section.label }, besideLabel(section)]];
	}
};

const actionBlocks = ({ choice, buttons, menu }: Card): SlackBlock[] => {
	const all = [
		...(choice ? [select(choice)] : []),
		...buttons.map(buttonElement),
		...(menu.length > 0 ? [overflow(menu)] : []),
	].slice(0, most.actionElements);
	return all.length > 0 ? [{ type: "actions", elements: all }] : [];
};

const select = ({ id, placeholder, options, chosen }: Choice): SlackElement => {
	const shown = options
		.slice(0, most.selectOptions)
		.map(({ value, label }) => ({ text: plainText(label, most.optionText), value }));
	return {
		type: "static_select",
		action_id: id,
		placeholder: plainText(placeholder, most.placeholder),
		options: shown,
		...(chosen && { initial_option: shown[0] }),
	};
};

const overflow = (menu: Button[]): SlackElement => ({
	type: "overflow",
	action_id: menuAction,
	options: menu.slice(0, most.overflowOptions).map(({ action, id, label }) => ({
		text: plainText(label, most.optionText),
		value: `${action} ${id}`,
	})),
});
