// The exact command in a message, or nothing: Slack's rich text keeps what was typed, its `text` does not.
import { z } from "zod";
import { afterDollar, type Exact, isAutoLink, isBlank, promptAt } from "../../typed.ts";
import { attachedWords } from "./attachments.ts";

const Style = z.record(z.string(), z.unknown()).optional();
/** Of use for the record alone: one of another type, in an element that Slack invents, must not cost the whole message. */
const said = z.string().optional().catch(undefined);
const Element = z.looseObject({
	type: z.string(),
	text: z.string().optional(),
	url: z.string().optional(),
	user_id: said,
	channel_id: said,
	usergroup_id: said,
	team_id: said,
	name: said,
	range: said,
	value: said,
	fallback: said,
	/** Seconds since 1970. */
	timestamp: z.number().optional().catch(undefined),
	style: Style,
});
type Element = z.infer<typeof Element>;
type Part = { type: string; elements: unknown[] };
const Part = z.looseObject({ type: z.string(), elements: z.array(z.unknown()).default([]) });
const RichText = z.looseObject({ type: z.literal("rich_text"), elements: z.array(Part) });

/** A message as far as its words go. */
export const Words = z.looseObject({
	text: z.string().default(""),
	blocks: z.array(z.looseObject({ type: z.string() })).optional(),
	attachments: z.array(z.unknown()).nullish(),
});
export type Words = z.infer<typeof Words>;

/** Lines from the first that starts with `$ ` on, or one code block, alone or after mentions. */
export const exact = (message: Words): Exact => {
	const parts = richParts(message);
	if (parts === null) return fromText(message.text);
	return codeBlock(parts) ?? dollarLine(parts);
};

/** Everything said, readable, for the record: mentions as `@U0123`, code as it is. */
export const spoken = (message: Words): string => {
	const own = ownWords(message);
	const attached = attachedWords(message.attachments ?? [], own.trim() === "").map(unescaped);
	return attached.length === 0 ? own : [own, ...attached].filter((words) => words !== "").join("\n");
};

const ownWords = (message: Words): string => {
	const parts = richParts(message);
	return parts === null ? unescaped(message.text) : parts.map(spokenPart).join("\n").replace(/\n$/, "");
};

const richParts = ({ blocks }: Words): Part[] | null => {
	const rich = (blocks ?? []).flatMap((block) => {
		const read = RichText.safeParse(block);
		return read.success ? read.data.elements : [];
	});
	return rich.length > 0 ? rich : null;
};

const elementsOf = (part: Part): Element[] => part.elements.map((element) => Element.parse(element));

/** Null if the message is not one code block with nothing but mentions before it. */
const codeBlock = (parts: Part[]): Exact | null => {
	const said = parts.filter((part) => !saysNothing(part));
	const [code] = said;
	if (said.length !== 1 || code?.type !== "rich_text_preformatted") return null;
	const pieces = elementsOf(code).map(inCode);
	return pieces.includes(null) ? { kind: "styled" } : { kind: "command", command: pieces.join("") };
};

/** Mentions and blanks alone. */
const saysNothing = (part: Part): boolean =>
	part.type === "rich_text_section" &&
	elementsOf(part).every(({ type, text }) => type === "user" || (type === "text" && isBlank(text ?? "")));

// In code Slack makes links of addresses, but keeps them as typed: as `text` where it is not the address itself.
const inCode = ({ type, text, url }: Element): string | null => {
	if (type === "text") return text ?? "";
	return type === "link" ? (text ?? url ?? null) : null;
};

/** Null: someone made this link themselves. */
const typedAs = (text: string, url: string): string | null => (isAutoLink(text, url) ? text : null);

const dollarLine = (parts: Part[]): Exact => {
	for (const [i, part] of parts.entries()) {
		const found = part.type === "rich_text_section" ? promptIn(elementsOf(part)) : null;
		if (found) return parts.slice(i + 1).every(saysNothing) ? found : { kind: "styled" };
	}
	return { kind: "none" };
};

/** The command of a section that has one; a mention before it counts for nothing. */
const promptIn = (elements: Element[]): Exact | null => {
	const pieces = elements.map(({ type, text, url = "", style }) => {
		const unstyled = !Object.values(style ?? {}).some(Boolean);
		const typed = type === "text" ? (text ?? "") : type === "link" ? typedAs(text ?? url, url) : null;
		return { plain: unstyled && typed !== null, text: typed ?? (type === "user" ? "" : "\ufffc") };
	});
	const flat = pieces.map(({ text }) => text).join("");
	const at = promptAt(flat);
	if (at < 0) return null;
	let end = 0;
	const changed = pieces.some(({ plain, text }) => {
		end += text.length;
		return end > at && !plain;
	});
	return changed ? { kind: "styled" } : { kind: "command", command: afterDollar(flat.slice(at)) };
};

// Without blocks, user's text has `&`, `<`, `>` escaped; Slack itself writes `<…>`: a link, a mention.
const fromText = (text: string): Exact => {
	const talk = text.replace(/^(?:<@[^>]*>\s*)+/, "");
	const code = /^```\n?([\s\S]*?)\n?```\s*$/.exec(talk)?.[1];
	const at = promptAt(talk);
	const meant = code ?? (at < 0 ? undefined : talk.slice(at));
	if (meant === undefined || (code?.includes("```") ?? false)) return { kind: "none" };
	if (/[<>]/.test(meant)) return { kind: "styled" };
	return { kind: "command", command: code === undefined ? afterDollar(unescaped(meant)) : unescaped(meant) };
};

const unescaped = (text: string): string =>
	text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

const spokenPart = (part: Part): string => {
	if (part.type === "rich_text_list")
		return part.elements.map((item) => `• ${spokenPart(Part.parse(item))}`).join("\n");
	const text = elementsOf(part).map(spokenElement).join("");
	return part.type === "rich_text_quote" ? text.replace(/^/gm, "> ") : text.replace(/\n$/, "");
};

/** https://docs.slack.dev/reference/block-kit/blocks/rich-text-block */
const spokenElement = (element: Element): string => {
	const { type, text, url, user_id, channel_id, usergroup_id, team_id, name, range, value } = element;
	if (type === "link") return text && text !== url ? `${text} (${url})` : (url ?? "");
	if (type === "user") return `@${user_id}`;
	if (type === "usergroup") return `@${usergroup_id}`;
	if (type === "team") return `@${team_id}`;
	if (type === "channel") return `#${channel_id}`;
	if (type === "emoji") return `:${name}:`;
	if (type === "broadcast") return `@${range}`;
	if (type === "color") return value ?? "";
	if (type === "date") return dateOf(element);
	return text ?? "";
};

const dateOf = ({ fallback, timestamp = 0 }: Element): string => {
	const at = new Date(timestamp * 1000);
	return fallback || (Number.isNaN(at.valueOf()) ? `${timestamp}` : at.toISOString());
};
