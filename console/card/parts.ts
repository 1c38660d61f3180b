// What cards of both platforms are drawn with: text in its style, buttons that can't be pressed.
import { html } from "hono/html";
import { type Html, shown } from "../html/escape.ts";

/** Our cards isolate what is read from right to left; all else that can't be seen is written out. */
export const cardText = (text: string): Html[] =>
	text
		.split(/\u2068([^\u2068\u2069]*)\u2069/u)
		.map((part, i) => (i % 2 === 1 ? html`<bdi>${shown(part)}</bdi>` : html`${shown(part)}`));

type Style = { bold?: boolean | undefined; italic?: boolean | undefined; code?: boolean | undefined };

export const styled = (text: string | Html, { bold, italic, code }: Style = {}): Html => {
	const plain = typeof text === "string" ? html`${cardText(text)}` : text;
	const coded = code ? html`<code>${plain}</code>` : plain;
	const slanted = italic ? html`<i>${coded}</i>` : coded;
	return bold ? html`<b>${slanted}</b>` : slanted;
};

export const drawnButton = (label: string, tone: "primary" | "danger" | null = null): Html =>
	html`<span class="drawn-button${tone === null ? "" : ` ${tone}`}">${cardText(label)}</span>`;

/** It leads nowhere: its address is shown. */
export const drawnLink = (label: string, url: string): Html =>
	html`<span class="drawn-link" title="${url}">${cardText(label)}</span>`;

export const drawnButtons = (buttons: Html[]): Html =>
	buttons.length === 0 ? html`` : html`<div class="drawn-buttons">${buttons}</div>`;
