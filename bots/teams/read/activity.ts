// What we read of an activity, and who did it, where: decoded once, here.
import { z } from "zod";
import type { MessageRef, Place } from "../../../protocol/record/events.ts";
import type { ChatUser } from "../../intent.ts";
import type { ConversationKind } from "../contacts.ts";

const Guid = z.string().regex(/^[A-Za-z0-9-]{1,64}$/);
const Account = z.looseObject({
	id: z.string().min(1),
	name: z.string().nullish(),
	aadObjectId: Guid.nullish(),
});

/** Few events tell it, and nothing depends on it. */
const Name = z.string().nullish().catch(null);

/** `text`: its place in the message's text, such as `<at>Dana Reyes</at>`. */
const Mentioned = z.looseObject({
	type: z.literal("mention"),
	mentioned: Account,
	text: z.string().nullish(),
});

export const Activity = z.looseObject({
	type: z.string(),
	channelId: z.literal("msteams"),
	serviceUrl: z.url(),
	id: z.string().nullish(),
	name: z.string().nullish(),
	timestamp: z.string().nullish(),
	localTimestamp: z.string().nullish(),
	localTimezone: z.string().nullish(),
	from: Account,
	recipient: Account.nullish(),
	conversation: z.looseObject({
		id: z.string().min(1),
		name: Name,
		conversationType: z.string().nullish(),
		tenantId: Guid.nullish(),
	}),
	channelData: z
		.looseObject({
			tenant: z.looseObject({ id: Guid }).nullish(),
			eventType: z.string().nullish(),
			team: z.looseObject({ id: z.string().min(1), name: Name }).nullish(),
			channel: z
				.looseObject({ id: z.string().min(1), name: Name })
				.nullish()
				.catch(null),
		})
		.nullish(),
	text: z.string().nullish(),
	textFormat: z.string().nullish(),
	attachments: z
		.array(
			z.looseObject({
				contentType: z.string(),
				content: z.unknown().optional(),
				contentUrl: z.string().nullish(),
				name: z.string().nullish(),
			}),
		)
		.nullish(),
	entities: z.array(z.looseObject({ type: z.string() })).nullish(),
	membersAdded: z.array(Account).nullish(),
	membersRemoved: z.array(Account).nullish(),
	action: z.string().nullish(),
	replyToId: z.string().nullish(),
	value: z.unknown().optional(),
});
export type Activity = z.infer<typeof Activity>;

/** Who did something, where. */
export type Turn = {
	by: ChatUser;
	/** The person's id before this bot. */
	userId: string;
	place: Place;
	/** The message that it is about: what was said, or the card with the button. */
	ref: MessageRef;
	kind: ConversationKind;
	serviceUrl: string;
	/** The reader's, e.g. `Europe/Berlin`. */
	zone: string;
};

/** `teams:<tenant>`; null if none is named. */
export const workspaceIn = ({ conversation, channelData }: Activity): string | null => {
	const tenant = channelData?.tenant?.id ?? conversation.tenantId;
	return tenant ? `teams:${tenant}` : null;
};

/** When it happened, by Teams' clock; in ms since 1970. */
export const instantOf = ({ timestamp }: Activity, now: number): number => {
	const at = Date.parse(timestamp ?? "");
	return Number.isNaN(at) ? now : at;
};

/** Null: it didn't come from a person of a tenant, so it isn't anyone's wish. */
export const turnOf = (activity: Activity): Turn | null => {
	const { from, conversation, serviceUrl } = activity;
	const workspace = workspaceIn(activity);
	if (!workspace || !from.aadObjectId) return null;
	const [channel = "", thread = null] = conversation.id.split(";messageid=");
	const kind = kindOf(conversation.conversationType, channel);
	const message = activity.type === "invoke" ? activity.replyToId : activity.id;
	return {
		by: { identity: `${workspace}:${from.aadObjectId}`, name: (from.name || from.aadObjectId).slice(0, 200) },
		userId: from.id,
		place: { workspace, channel, thread: kind === "channel" ? thread : null },
		ref: { workspace, channel, message: message ?? "" },
		kind,
		serviceUrl,
		zone: zoneOf(activity.localTimezone),
	};
};

const kindOf = (stated: string | null | undefined, id: string): ConversationKind => {
	if (stated === "personal") return "personal";
	if (stated === "groupChat") return "group";
	return stated === "channel" || /@thread\.(?:tacv2|skype)$/.test(id) ? "channel" : "group";
};

const zoneOf = (stated: string | null | undefined): string => {
	try {
		return new Intl.DateTimeFormat("en", { timeZone: stated ?? "UTC" }).resolvedOptions().timeZone;
	} catch {
		return "UTC";
	}
};

/** Whether the bot itself is spoken to. */
export const mentionsBot = ({ entities, recipient }: Activity): boolean =>
	(entities ?? []).some((entity) => {
		const read = Mentioned.safeParse(entity);
		return read.success && read.data.mentioned.id === recipient?.id;
	});

/** What Teams calls the person who is mentioned so in the text, by their ids; several if several are. `nameOf`: what the text
 * shows of a mention. */
export const mentionedAs = (
	{ entities, recipient }: Activity,
	name: string,
	nameOf: (marked: string) => string,
): string[] => {
	const ids = (entities ?? []).flatMap((entity) => {
		const read = Mentioned.safeParse(entity);
		if (!read.success || read.data.mentioned.id === recipient?.id) return [];
		const { mentioned, text } = read.data;
		return (text ? nameOf(text) : mentioned.name) === name ? [mentioned.id] : [];
	});
	return [...new Set(ids)];
};
