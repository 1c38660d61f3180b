// Reads a rendered card back as a person would: its sentences, its exact texts, its buttons.
import { z } from "zod";
import { openLabel } from "../../words/console.ts";
import type { SlackMessage } from "../slack/card.ts";
import type { TeamsMessage } from "../teams/card.ts";

/** `codes`: each exact text, below its label. `lines`: sentences and exact texts from top to bottom. */
export type Read = {
	sentences: string[];
	codes: { label: string; text: string }[];
	buttons: string[];
	lines: ({ said: string } | { code: string })[];
};

const reader = () => {
	const read: Read = { sentences: [], codes: [], buttons: [], lines: [] };
	const say = (...sentences: string[]) => {
		read.sentences.push(...sentences);
		read.lines.push(...sentences.map((said) => ({ said })));
	};
	const code = (text: string) => {
		read.codes.push({ label: read.sentences.at(-1) ?? "", text });
		read.lines.push({ code: text });
	};
	return { read, say, code };
};

type Node = { [key: string]: unknown };
const isNode = (value: unknown): value is Node => typeof value === "object" && value !== null;
const nodes = (value: unknown): Node[] => {
	if (Array.isArray(value)) return value.flatMap(nodes);
	return isNode(value) ? [value, ...Object.values(value).flatMap(nodes)] : [];
};

const Text = z.looseObject({
	type: z.string(),
	text: z.string().optional(),
	user_id: z.string().optional(),
	fallback: z.string().optional(),
});
const Texts = z.array(Text);
const Options = z.array(z.object({ value: z.string() }));

/** `people`: by Slack's id, what they are called. */
export const readSlack = ({ blocks }: SlackMessage, people: Record<string, string>): Read => {
	const { read, say, code } = reader();
	const said = (value: unknown): string =>
		Texts.parse(value)
			.map(({ text, user_id, fallback }) => text ?? fallback ?? people[user_id ?? ""] ?? user_id)
			.join("");
	for (const node of nodes(blocks)) {
		if (node.type === "header") say(Text.parse(node.text).text ?? "");
		// The link is a line of its own on platforms whose lines have none.
		if (node.type === "rich_text_section")
			say(...said(node.elements).replaceAll(` · ${openLabel}`, `\n${openLabel}`).split(/\r?\n/));
		if (node.type === "rich_text_preformatted")
			code(asWritten(said(node.elements).split("\n"), read.sentences.at(-1) ?? ""));
		if (node.type === "button") read.buttons.push(z.string().parse(node.action_id));
		if (node.type === "overflow")
			read.buttons.push(...Options.parse(node.options).map(({ value }) => value.split(" ")[0] ?? ""));
	}
	return read;
};

const Run = z.looseObject({ text: z.string() });
const Line = z.looseObject({ inlines: z.array(Run).optional(), text: z.string().optional() });
const Lines = z.array(z.unknown());
// Text that opens an address counts, too.
const Actions = z.array(z.looseObject({ data: z.looseObject({ action: z.string() }).optional() }));

export const readTeams = ({ text, attachments }: TeamsMessage): Read => {
	const { read, say, code } = reader();
	if (text !== undefined) say(...plainXml(text).split("\n"));
	const content = attachments?.[0]?.content;
	for (const element of content?.body ?? []) {
		if (element.type === "Container" && element.style === "emphasis")
			code(exact(Lines.parse(element.items), read.sentences.at(-1) ?? ""));
		else if (element.type !== "ActionSet")
			say(...(Array.isArray(element.items) ? element.items : [element]).map(line));
	}
	const within = (content?.body ?? []).flatMap(({ actions }) => Actions.parse(actions ?? []));
	read.buttons = [...Actions.parse(content?.actions ?? []), ...within].flatMap(({ data }) =>
		data ? [data.action] : [],
	);
	return read;
};

const line = (element: unknown): string => {
	const { inlines, text } = Line.parse(element);
	return inlines ? inlines.map((run) => run.text).join("") : inUtc(text ?? "");
};

const inUtc = (text: string): string =>
	text
		.replaceAll("**", "")
		.replace(/^\[(.+)\]\(\S+\)$/, "$1")
		.replaceAll(/\{\{DATE\((.{10})T(.{5}).{4}, SHORT\)\}\} at \{\{TIME\([^)]*\)\}\}/g, "$1 $2 UTC");

const exact = (lines: unknown[], label: string): string =>
	asWritten(
		lines.map((one) => line(one).replaceAll("\u00a0", " ")).map((text) => (text === " " ? "" : text)),
		label,
	);

/** Without the card's additions that tell texts apart: line numbers, names of tabs. */
const asWritten = (lines: string[], label: string): string =>
	lines
		.map((one) => (label.includes("numbered here only") ? one.replace(/^ *\d+│ ?/, "") : one))
		.map((one) => one.replaceAll("⟨tab⟩", "\t").replaceAll("⟨carriage return⟩", "\r"))
		.join(label.includes("(lines end as on Windows") ? "\r\n" : "\n");

const plainXml = (text: string): string =>
	text
		.replaceAll("<br/>", "\n")
		.replaceAll(/<[^>]*>/g, "")
		.replaceAll("&lt;", "<")
		.replaceAll("&gt;", ">")
		.replaceAll("&quot;", '"')
		.replaceAll("&amp;", "&");
