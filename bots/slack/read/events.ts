// Message events, as far as we read them.
import { z } from "zod";
import { Words } from "./exact.ts";
import { Attached } from "./files.ts";
import { type Deed, type Installation, identityOf, installed, workspaceOf } from "./payload.ts";
import { Metadata } from "./posted-key.ts";

export const Message = Words.extend({
	ts: z.string(),
	thread_ts: z.string().nullish(),
	user: z.string().nullish(),
	bot_id: z.string().nullish(),
	app_id: z.string().nullish(),
	team: z.string().nullish(),
	user_team: z.string().nullish(),
	source_team: z.string().nullish(),
	subtype: z.string().nullish(),
	metadata: Metadata,
	edited: z.object({ user: z.string().nullish(), ts: z.string() }).nullish(),
	files: z.array(Attached).nullish(),
});
export type Message = z.infer<typeof Message>;

const Envelope = z.looseObject({
	api_app_id: z.string().nullish(),
	authorizations: z
		.array(z.looseObject({ user_id: z.string().nullish(), is_bot: z.boolean().nullish() }))
		.nullish(),
	event: z.looseObject({ type: z.string(), channel: z.string(), subtype: z.string().nullish() }),
});

export type Happened = {
	at: Installation;
	workspace: string;
	channel: string;
	/** The bot's own user id, if the event has it. */
	bot: string | null;
	app: string | null;
	event: unknown;
	subtype: string | null;
};

export const happened = (body: unknown): Happened => {
	const { event, authorizations, api_app_id } = Envelope.parse(body);
	const at = installed(body);
	return {
		at,
		workspace: workspaceOf(at),
		channel: event.channel,
		bot: authorizations?.find(({ is_bot }) => is_bot)?.user_id ?? null,
		app: api_app_id ?? null,
		event,
		subtype: event.subtype ?? null,
	};
};

/** Whether something is said, edited or deleted. */
export const isMessage = (body: unknown): boolean => MessageEvent.safeParse(body).success;
const MessageEvent = z.looseObject({
	type: z.literal("event_callback"),
	event: z.looseObject({ type: z.literal("message") }),
});

/** Whether someone mentions us. */
export const isMention = (body: unknown): boolean => MentionEvent.safeParse(body).success;
const MentionEvent = z.looseObject({
	type: z.literal("event_callback"),
	event: z.looseObject({ type: z.literal("app_mention") }),
});

/** Whether we posted it ourselves: by what Slack says of the author, never by what the message says of itself. */
export const isOwn = ({ bot, app }: Happened, message: Message): boolean =>
	(bot !== null && message.user === bot) || (app !== null && message.app_id === app);

/** Who wrote a message; other apps' messages have an author too. */
export const authorOf = ({ at }: Happened, message: Message): { user: string; identity: string } => {
	const user = message.user ?? message.bot_id ?? "unknown";
	return { user, identity: identityOf(user, message.user_team ?? message.source_team ?? message.team, at) };
};

/** How the author of a message is answered privately. */
export const answerTo = (
	from: Happened,
	user: string,
	thread: string | null,
): Pick<Deed, "user" | "at" | "answer"> => ({
	user,
	at: from.at,
	answer: { channel: from.channel, thread, url: null, trigger: null },
});

/** How the author of any message event is answered privately. */
export const writerOf = (body: unknown): Pick<Deed, "user" | "at" | "answer"> => {
	const from = happened(body);
	const message = Message.extend({ user: z.string() }).parse(from.event);
	return answerTo(from, message.user, message.thread_ts ?? null);
};
