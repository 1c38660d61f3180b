// The blocks that our cards have in Slack, drawn. Anything else, and any key that isn't known, is no card of ours.
import { html } from "hono/html";
import { z } from "zod";
import { type Html, shown } from "../html/escape.ts";
import { moment } from "../html/moment.ts";
import { cardText, drawnButton, drawnButtons, drawnLink, styled } from "./parts.ts";

const Plain = z.strictObject({ type: z.literal("plain_text"), text: z.string(), emoji: z.literal(false) });
const Style = z.strictObject({
	bold: z.literal(true).optional(),
	italic: z.literal(true).optional(),
	code: z.literal(true).optional(),
});
const Inline = z.discriminatedUnion("type", [
	z.strictObject({ type: z.literal("text"), text: z.string(), style: Style.optional() }),
	z.strictObject({ type: z.literal("link"), url: z.string(), text: z.string() }),
	z.strictObject({ type: z.literal("user"), user_id: z.string() }),
	z.strictObject({
		type: z.literal("date"),
		timestamp: z.int(),
		format: z.enum(["{date_long_pretty} at {time}", "{date_short_pretty} at {time}"]),
		fallback: z.string(),
	}),
]);
const Rich = z.discriminatedUnion("type", [
	z.strictObject({ type: z.literal("rich_text_section"), elements: z.array(Inline) }),
	z.strictObject({ type: z.literal("rich_text_preformatted"), elements: z.array(Inline) }),
]);
const Option = z.strictObject({ text: Plain, value: z.string() });
/** Asked once the button is pressed. */
const Confirm = z.strictObject({
	title: Plain,
	text: Plain,
	confirm: Plain,
	deny: Plain,
	style: z.literal("danger"),
});
const Control = z.discriminatedUnion("type", [
	z.strictObject({
		type: z.literal("button"),
		action_id: z.string(),
		text: Plain,
		value: z.string(),
		style: z.enum(["primary", "danger"]).optional(),
		confirm: Confirm.optional(),
	}),
	z.strictObject({ type: z.literal("overflow"), action_id: z.string(), options: z.array(Option) }),
	z.strictObject({
		type: z.literal("static_select"),
		action_id: z.string(),
		placeholder: Plain,
		options: z.array(Option),
		initial_option: Option.optional(),
	}),
]);
const block_id = z.string().optional();
const Block = z.discriminatedUnion("type", [
	z.strictObject({ type: z.literal("header"), block_id, text: Plain }),
	z.strictObject({ type: z.literal("rich_text"), block_id, elements: z.array(Rich) }),
	z.strictObject({ type: z.literal("actions"), block_id, elements: z.array(Control) }),
]);
/** Where it goes and what a notification says isn't part of the picture; attachments would be. */
const Message = z.looseObject({ blocks: z.array(Block).min(1), attachments: z.undefined().optional() });

/** `nameOf`: a person by Slack's id. */
export const slackCard = (sent: unknown, nameOf: (user: string) => string | null): Html | null => {
	const read = Message.safeParse(sent);
	if (!read.success) return null;
	return html`<div class="drawn">${read.data.blocks.map((block) => drawBlock(block, nameOf))}</div>`;
};

const drawBlock = (block: z.infer<typeof Block>, nameOf: (user: string) => string | null): Html => {
	switch (block.type) {
		case "header":
			return html`<p class="drawn-title">${cardText(block.text.text)}</p>`;
		case "rich_text":
			return html`${block.elements.map(({ type, elements }) => {
				const inner = elements.map((one) => drawInline(one, nameOf));
				return type === "rich_text_section" ? html`<p>${inner}</p>` : html`<pre tabindex="0">${inner}</pre>`;
			})}`;
		case "actions":
			return html`${drawnButtons(block.elements.map(drawControl))}${block.elements.map(drawQuestion)}`;
	}
};

const drawInline = (one: z.infer<typeof Inline>, nameOf: (user: string) => string | null): Html => {
	switch (one.type) {
		case "text":
			return styled(one.text, one.style);
		case "link":
			return drawnLink(one.text, one.url);
		case "user":
			return html`<span class="drawn-mention">@${shown(nameOf(one.user_id) ?? one.user_id)}</span>`;
		case "date":
			return moment(one.timestamp * 1_000, "long");
	}
};

const drawQuestion = (control: z.infer<typeof Control>): Html | string => {
	if (control.type !== "button" || !control.confirm) return "";
	const { title, text, confirm, deny } = control.confirm;
	return html`<p class="hint">Pressing “${cardText(control.text.text)}” asks:</p>
		<p><b>${cardText(title.text)}</b> ${cardText(text.text)}</p>
		${drawnButtons([drawnButton(confirm.text, "danger"), drawnButton(deny.text)])}`;
};

const drawControl = (control: z.infer<typeof Control>): Html => {
	switch (control.type) {
		case "button":
			return drawnButton(control.text.text, control.style ?? null);
		case "overflow":
			return drawnButton(`⋯ ${control.options.map(({ text }) => text.text).join(" · ")}`);
		case "static_select":
			return drawnButton(`${(control.initial_option?.text ?? control.placeholder).text} ▾`);
	}
};
