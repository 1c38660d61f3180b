// The elements that our cards have in Teams, drawn. Anything else, and any key that isn't known, is no card of ours.
import { html } from "hono/html";
import { z } from "zod";
import { openLabel } from "../../words/console.ts";
import type { Html } from "../html/escape.ts";
import { moment } from "../html/moment.ts";
import { cardText, drawnButton, drawnButtons, drawnLink, styled } from "./parts.ts";

const look = {
	size: z.enum(["Large", "Small"]).optional(),
	weight: z.literal("Bolder").optional(),
	color: z.enum(["Attention", "Accent"]).optional(),
	isSubtle: z.literal(true).optional(),
};
const spacing = z.enum(["None", "Small"]).optional();
const TextRun = z.strictObject({
	type: z.literal("TextRun"),
	text: z.string(),
	...look,
	fontType: z.literal("Monospace").optional(),
	italic: z.literal(true).optional(),
});
/** `**bold**`, dates and the link to the console are all that our text blocks have of Markdown. */
const marks = new RegExp(
	[
		String.raw`\*\*([^*]+)\*\*`,
		String.raw`\{\{DATE\(([^,(){}]+), SHORT\)\}\} at \{\{TIME\(\2\)\}\}`,
		String.raw`\[(${openLabel})\]\((https?:[^\s[\]()]+/s/[^\s[\]()]+)\)`,
	].join("|"),
	"g",
);
const isOurs = (text: string): boolean => !/[*_[\]\\`~#<>|{}]/.test(text.replaceAll(marks, ""));
const TextBlock = z.strictObject({
	type: z.literal("TextBlock"),
	wrap: z.literal(true),
	text: z.string().refine(isOurs),
	...look,
	spacing,
});
const RichTextBlock = z.strictObject({
	type: z.literal("RichTextBlock"),
	inlines: z.array(TextRun),
	spacing,
});
const data = z.unknown();
const style = z.enum(["positive", "destructive"]).optional();
const mode = z.literal("secondary").optional();
const Action = z.discriminatedUnion("type", [
	z.strictObject({
		type: z.literal("Action.Execute"),
		title: z.string(),
		verb: z.string(),
		data,
		style,
		mode,
	}),
	z.strictObject({ type: z.literal("Action.Submit"), title: z.string(), data, style, mode }),
	z.strictObject({ type: z.literal("Action.OpenUrl"), title: z.string(), url: z.string() }),
]);
const Text = z.discriminatedUnion("type", [TextBlock, RichTextBlock]);
const Element = z.discriminatedUnion("type", [
	TextBlock,
	RichTextBlock,
	z.strictObject({
		type: z.literal("Container"),
		style: z.enum(["emphasis", "warning"]),
		spacing,
		items: z.array(Text),
	}),
	z.strictObject({ type: z.literal("ActionSet"), actions: z.array(Action) }),
	z.strictObject({
		type: z.literal("Input.ChoiceSet"),
		id: z.string(),
		style: z.literal("compact"),
		placeholder: z.string(),
		choices: z.array(z.strictObject({ title: z.string(), value: z.string() })),
		value: z.string().optional(),
	}),
]);
const Card = z.strictObject({
	$schema: z.string(),
	type: z.literal("AdaptiveCard"),
	version: z.literal("1.5"),
	/** Where cards of this version can't be shown. */
	fallbackText: z.string(),
	body: z.array(Element),
	actions: z.array(Action).optional(),
	/** Whom Teams shows a card of their own, which comes when they look. */
	refresh: z
		.strictObject({
			action: z.strictObject({
				type: z.literal("Action.Execute"),
				title: z.string(),
				verb: z.string(),
				data,
			}),
			userIds: z.array(z.string()),
		})
		.optional(),
	msteams: z.strictObject({ width: z.literal("Full") }),
});
/** As a message has it, or the card alone, as an answer has it. */
const Message = z.looseObject({
	type: z.literal("message"),
	text: z.undefined().optional(),
	attachments: z.tuple([
		z.strictObject({ contentType: z.literal("application/vnd.microsoft.card.adaptive"), content: Card }),
	]),
});

/** `refreshes`: those who decide get another card in its place. */
export const teamsCard = (sent: unknown): { picture: Html; refreshes: boolean } | null => {
	const alone = Card.safeParse(sent).data;
	const card = alone ?? Message.safeParse(sent).data?.attachments[0].content;
	if (!card) return null;
	const { body, actions = [], refresh } = card;
	const picture = html`<div class="drawn">${body.map(drawElement)}${drawnButtons(actions.map(drawAction))}</div>`;
	return { picture, refreshes: refresh !== undefined };
};

const drawElement = (element: z.infer<typeof Element>): Html => {
	switch (element.type) {
		case "TextBlock":
		case "RichTextBlock":
			return drawText(element);
		case "Container":
			return element.style === "warning"
				? html`<div class="drawn-warning">${element.items.map(drawText)}</div>`
				: html`<pre tabindex="0">${element.items.map((item) => html`${inner(item, true)}\n`)}</pre>`;
		case "ActionSet":
			return drawnButtons(element.actions.map(drawAction));
		case "Input.ChoiceSet": {
			const chosen = element.choices.find(({ value }) => value === element.value);
			return drawnButtons([drawnButton(`${chosen?.title ?? element.placeholder} ▾`)]);
		}
	}
};

type Text = z.infer<typeof Text>;

const drawText = (text: Text): Html => {
	const large = text.type === "TextBlock" ? text.size === "Large" : text.inlines[0]?.size === "Large";
	return html`<p${large ? html` class="drawn-title"` : ""}>${inner(text)}</p>`;
};

/** `exact`: within a block that is monospaced as a whole, and keeps its blanks: the card has no-break spaces for that. */
const inner = (text: Text, exact = false): Html =>
	text.type === "TextBlock"
		? styled(html`${marked(text.text)}`, { bold: text.weight === "Bolder" })
		: html`${text.inlines.map(({ text, weight, italic, fontType }) =>
				styled(exact ? text.replaceAll("\u00a0", " ") : text, {
					bold: weight === "Bolder",
					italic,
					code: !exact && fontType === "Monospace",
				}),
			)}`;

const marked = (text: string): Html[] => {
	const parts: Html[] = [];
	let from = 0;
	for (const found of text.matchAll(marks)) {
		const [whole, bold, date, label, url] = found;
		parts.push(html`${cardText(text.slice(from, found.index))}`);
		if (bold !== undefined) parts.push(styled(bold, { bold: true }));
		else parts.push(label === undefined ? time(date ?? "", whole) : drawnLink(label, url ?? ""));
		from = found.index + whole.length;
	}
	return [...parts, html`${cardText(text.slice(from))}`];
};

const time = (iso: string, whole: string): Html => {
	const at = Date.parse(iso);
	return Number.isNaN(at) ? html`${cardText(whole)}` : moment(at, "long");
};

const tones = { positive: "primary", destructive: "danger" } as const;

const drawAction = (action: z.infer<typeof Action>): Html =>
	drawnButton(action.title, action.type === "Action.OpenUrl" || !action.style ? null : tones[action.style]);
