// What a message's attachments say: a forwarded message, or all that another app's alert consists of.
import { z } from "zod";

/** https://docs.slack.dev/reference/messaging/attachments; `is_share` is of a forwarded message. */
const Attachment = z.looseObject({
	pretext: z.string().nullish(),
	title: z.string().nullish(),
	text: z.string().nullish(),
	fallback: z.string().nullish(),
	is_share: z.boolean().nullish(),
});

/** As Slack escapes it. `alone`: the message has no words of its own; beside them, what Slack shows of a link is not said. */
export const attachedWords = (attachments: unknown[], alone: boolean): string[] =>
	attachments.flatMap((one) => {
		const read = Attachment.safeParse(one);
		if (!read.success || !(alone || read.data.is_share)) return [];
		const { pretext, title, text, fallback, is_share } = read.data;
		const said = [pretext, title, text].filter(Boolean).join("\n") || fallback;
		if (!said) return [];
		return [is_share ? said.replace(/^/gm, "> ") : said];
	});
