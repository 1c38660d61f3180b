// The message that a command was used on: as Microsoft Graph describes messages, read as if it had been delivered.
// https://learn.microsoft.com/graph/api/resources/chatmessage
import { z } from "zod";
import type { ChatUser } from "../../intent.ts";
import { Activity } from "./activity.ts";

const Named = z.looseObject({ id: z.string().nullish(), displayName: z.string().nullish() });
const Attachment = z.looseObject({
	id: z.string().nullish(),
	contentType: z.string(),
	contentUrl: z.string().nullish(),
	content: z.unknown().optional(),
	name: z.string().nullish(),
});
type Attachment = z.infer<typeof Attachment>;

export const MessagePayload = z.looseObject({
	id: z.string().min(1),
	replyToId: z.string().nullish(),
	createdDateTime: z.string().nullish(),
	body: z.looseObject({ content: z.string().nullish(), contentType: z.string().nullish() }).nullish(),
	from: z.looseObject({ user: Named.nullish(), application: Named.nullish() }).nullish(),
	attachments: z.array(Attachment).nullish(),
});
export type MessagePayload = z.infer<typeof MessagePayload>;

/** What was said, with what hangs on it: other messages that it names as quotes, pasted pictures as files. `activity` is the
 * command's. */
export const asSaid = (activity: Activity, { body, attachments }: MessagePayload): Activity => {
	const content = body?.content ?? "";
	const all = attachments ?? [];
	const html =
		body?.contentType === "html" ? [{ contentType: "text/html", content: quoting(content, all) }] : [];
	const files = all.filter((one) => quoteOf(one) === null);
	return Activity.parse({
		...activity,
		text: content,
		attachments: [...html, ...files, ...pastedIn(content)],
	});
};

const objectId = /^[A-Za-z0-9-]{1,64}$/;

/** Guests, callers and mailboxes have no object id: such an author is known by the name that Teams shows. */
export const authorOf = (workspace: string, { from }: MessagePayload): ChatUser => {
	const author = from?.user ?? from?.application;
	const id = objectId.test(author?.id ?? "") ? author?.id : "unknown";
	return { identity: `${workspace}:${id}`, name: `${author?.displayName || id}`.slice(0, 200) };
};

export const writtenAt = ({ createdDateTime }: MessagePayload, now: number): number => {
	const at = Date.parse(createdDateTime ?? "");
	return Number.isNaN(at) || at < 0 ? now : at;
};

const Forwarded = z.looseObject({ originalMessageContent: z.string() });
const Quoted = z.looseObject({ messagePreview: z.string() });

/** HTML; null: not a message. Leaves out what it can't read. */
const quoteOf = ({ contentType, content }: Attachment): string | null => {
	if (contentType === "forwardedMessageReference")
		return decoded(Forwarded, content)?.originalMessageContent.trim() ?? "";
	if (contentType === "messageReference") return escaped(decoded(Quoted, content)?.messagePreview ?? "");
	return null;
};

const quoting = (html: string, attachments: Attachment[]): string =>
	html.replaceAll(/<attachment\b[^>]*?\bid="([^"]*)"[^>]*>(?:<\/attachment>)?/g, (_, id) => {
		const attachment = attachments.find((one) => one.id === id);
		const quote = attachment && quoteOf(attachment);
		return quote ? `<blockquote>${quote}</blockquote>` : "";
	});

/** https://learn.microsoft.com/graph/api/chatmessage-list-hostedcontents: in the HTML alone, for people's tokens alone. */
const pastedIn = (html: string): { contentType: string }[] =>
	[...html.matchAll(/<img\b[^>]*\/hostedContents\//g)].map(() => ({ contentType: "image/*" }));

const decoded = <T>(shape: z.ZodType<T>, content: unknown): T | undefined => {
	try {
		return shape.safeParse(JSON.parse(`${content}`)).data;
	} catch {
		return undefined;
	}
};

const escaped = (text: string): string =>
	text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
