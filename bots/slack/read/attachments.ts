// What a message's attachments say: a forwarded message, or all that another app's alert consists of.
import { z } from "zod";

/** https://docs.slack.dev/reference/messaging/attachments; `is_share` is of a forwarded message. */
const Attachment = z.looseObject({
	pretext: z.string().nullish(),
	title: z.string().nullish(),
	text: z.string().nullish(),
	fallback: z.string().nullish(),
	blocks: z.array(z.unknown()).nullish(),
	is_share: z.boolean().nullish(),
});

/** As Slack escapes it. `alone`: the message has no words of its own; with words, Slack's preview of a link doesn't count as said. */
export const attachedWords = (attachments: unknown[], alone: boolean): string[] =>
	attachments.flatMap((one) => {
		const read = Attachment.safeParse(one);
		if (!read.success || !(alone || read.data.is_share)) return [];
		const { pretext, title, text, fallback, blocks, is_share } = read.data;
		const words = [pretext, title, text, ...(blocks ?? []).flatMap(wordsOf)].filter(Boolean);
		const said = words.join("\n") || fallback;
		if (!said) return [];
		return [is_share ? said.replace(/^/gm, "> ") : said];
	});

const Text = z.looseObject({ text: z.string() });
/** Headers and sections have a text, sections also fields; a context has elements. */
const Block = z.looseObject({
	text: Text.optional().catch(undefined),
	fields: z.array(z.unknown()).optional().catch(undefined),
	elements: z.array(z.unknown()).optional().catch(undefined),
});

/** Block Kit's fallback is "[no preview available]", so what such blocks say is read from them. */
const wordsOf = (block: unknown): string[] => {
	const { text, fields = [], elements = [] } = Block.safeParse(block).data ?? {};
	return [text, ...fields, ...elements].flatMap((one) => Text.safeParse(one).data?.text ?? []);
};
