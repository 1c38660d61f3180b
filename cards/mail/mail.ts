// A plan's card as a mail, for an approver without chat: plain text, and the same as HTML. Pure.
import { clean, inLine } from "../../domain/line.ts";
import type { PlanView } from "../../protocol/read/view.ts";
import { within } from "../../words/amounts.ts";
import { planCard } from "../kinds/plan.ts";
import type { Card, Line, Section } from "../model/card.ts";
import { besideLabel, exactLines } from "../model/exact.ts";
import { fitted } from "../model/fit.ts";
import { brief, textOf } from "../plain.ts";

export type Mail = { subject: string; text: string; html: string };

/** A personal link, and for how many minutes it signs in. */
export type MailLink = { url: string; minutes: number };

/** Well below what mail programs cut off. */
const longest = 60_000;

/** The mail's parts before they are text or HTML. `pre`: exact text. */
type Part = { line: string; is: "title" | "text" | "warning" } | { pre: string; label: string };

export const planMail = (view: PlanView, link: MailLink): Mail => {
	const { card } = fitted(planCard(view), bodyOf, (parts) => textFrom(parts).length <= longest);
	const parts = bodyOf(card);
	const how = waysOf(view, link);
	const end = "Sent by Caisey. Replies to this mail reach no one.";
	return {
		subject: brief(`${view.client}: ${card.title}`, 150),
		text: `${textFrom(parts)}\n\n${how.join("\n")}\n\n${link.url}\n\n${end}\n`,
		html: page([
			...parts.map(htmlOf),
			`<p>${how.map(escaped).join("<br>")}</p>`,
			`<p><a href="${escaped(link.url)}">Read it in the console, and decide</a></p>`,
			`<p>${escaped(link.url)}</p><p>${escaped(end)}</p>`,
		]),
	};
};

const waysOf = ({ approval }: PlanView, { minutes }: MailLink): string[] => [
	"To decide, open this address and press its button. Opening it decides nothing.",
	`It signs you in once, within ${within(minutes * 60)}, in the browser where you press the button. Later, its page mails you a new one.`,
	...(approval === "passkey" ? ["To approve, you then sign with your passkey."] : []),
	"Don't forward this mail: whoever presses the button acts in your name.",
];

const bodyOf = ({ title, state, sections }: Card): Part[] => [
	{ line: inLine(title), is: "title" },
	...(state === null ? [] : [{ line: inLine(state), is: "text" } as const]),
	...sections.flatMap(partsOf),
];

const partsOf = (section: Section): Part[] => {
	switch (section.kind) {
		case "text":
			return [{ line: said(section.line), is: "text" }];
		case "warning":
			return [{ line: `⚠ ${said(section.line)}`, is: "warning" }];
		case "facts":
			return section.facts.map(({ label, line }) => ({ line: `${label}: ${said(line)}`, is: "text" }));
		case "code": {
			const text = section.output ? section.text : exactLines(section.text).join("\n");
			return [{ label: `${section.label}${besideLabel(section)}`, pre: clean(text) }];
		}
	}
};

const said = (line: Line): string => line.map(textOf).join("");

const textFrom = (parts: Part[]): string =>
	parts
		.map((part) => ("line" in part ? part.line : `${part.label}\n${part.pre.replaceAll(/^/gm, "    ")}`))
		.join("\n");

/** Each text by itself: what is read from right to left turns nothing beside it. */
const htmlOf = (part: Part): string => {
	if ("pre" in part)
		return `<p><b>${escaped(part.label)}</b></p><pre dir="ltr" style="white-space:pre-wrap">${escaped(part.pre)}</pre>`;
	const line = `<bdi>${escaped(part.line)}</bdi>`;
	return part.is === "title"
		? `<h2>${line}</h2>`
		: `<p>${part.is === "warning" ? `<b>${line}</b>` : line}</p>`;
};

const page = (parts: string[]): string =>
	`<!doctype html><html lang="en"><head><meta charset="utf-8"></head><body>\n${parts.join("\n")}\n</body></html>\n`;

const entities: Record<string, string> = {
	"&": "&amp;",
	"<": "&lt;",
	">": "&gt;",
	'"': "&quot;",
	"'": "&#39;",
};
const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (one) => entities[one] ?? one);
