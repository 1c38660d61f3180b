// Acme Dental's tenant as Teams describes it: ids, and the parts that all activities share, with every field that Microsoft
// documents. Field names and shapes are Teams'; values are ours.
import { expect } from "vitest";
import { z } from "zod";
import type { Backend } from "../../../backend.ts";
import type { Kit } from "../../kit.ts";

export const app = {
	id: "0c0ffee0-0000-4000-8000-000000000001",
	password: "a secret of tests",
	tenant: "0c0ffee0-0000-4000-8000-0000000000ff",
};
export const bot = { id: `28:${app.id}`, name: "Caisey" };
export const tenant = "7e4a47e4-0000-4000-8000-000000000001";
export const workspace = `teams:${tenant}`;
export const serviceUrl = "https://smba.trafficmanager.net/emea/";

const account = (name: string, n: number, handle: string) => ({
	id: `29:1${handle}-Xq7vQ2mN8rT4kL0pZsW`,
	name,
	aadObjectId: `aad00000-0000-4000-8000-00000000000${n}`,
	userPrincipalName: `${handle}@acme-dental.example`,
	role: "user",
});
export type Account = ReturnType<typeof account>;
export const dana = account("Dana Reyes", 1, "dana");
export const tom = account("Tom Okafor", 2, "tom");
export const ada = account("Ada Lindqvist", 3, "ada");

export const team = {
	id: "19:acme-general@thread.tacv2",
	name: "Acme Dental",
	aadGroupId: "9c0ffee0-0000-4000-8000-000000000002",
};
export const channel = "19:acme-help@thread.tacv2";
export const group = "19:acme-desk@thread.v2";
export const personal = "a:1acme-dana";
export const root = "1705077600000";
export const message = "1705077667000";
const time = "2024-01-12T16:41:07.123Z";
export const at = Date.parse(time);

/** What the port and what keeps Teams' contacts are given: `meet`, `came` and `named` are the bot's own. */
export type Meant = [keyof Backend | "meet" | "came" | "named", unknown];
/** An activity, and its expected outcome. */
export type Arrival = {
	/** As the object of "Teams sends". */
	what: string;
	activity: object;
	/** What reaches the port, whole and in order; nothing if it is left out. */
	means?: Meant[];
	/** The answer to an invoke: JSON, the empty text by default. */
	answer?: unknown;
	/** Further calls of the connector, in order. */
	calls?: string[];
	/** How the port answers, where that is not as usual. */
	backend?: Partial<Backend>;
};

/** https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference (Activity). The
 * playground sends neither the raw times nor `callerId`. */
const common = (type: string, from: object, some: object) => ({
	type,
	id: message,
	timestamp: time,
	rawTimestamp: time,
	localTimestamp: "2024-01-12T17:41:07.123+01:00",
	rawLocalTimestamp: "2024-01-12T17:41:07.123+01:00",
	localTimezone: "Europe/Berlin",
	channelId: "msteams",
	callerId: "urn:botframework:azure",
	serviceUrl,
	from,
	recipient: bot,
	locale: "en-US",
	entities: [clientInfo],
	...some,
});
/** https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/conversation-messages */
const clientInfo = {
	type: "clientInfo",
	locale: "en-US",
	country: "US",
	platform: "Windows",
	timezone: "Europe/Berlin",
};

/** In a channel's thread; `thread` is the id of the message that began it, null: of the channel itself. */
export const inChannel = (type: string, from: object, thread: string | null, some: object = {}) =>
	common(type, from, {
		conversation: {
			id: thread === null ? channel : `${channel};messageid=${thread}`,
			name: "Help",
			conversationType: "channel",
			isGroup: true,
			tenantId: tenant,
		},
		channelData: channelData(),
		...some,
	});
export const channelData = (some: object = {}) => ({
	teamsChannelId: channel,
	teamsTeamId: team.id,
	channel: { id: channel, name: "Help", type: "standard" },
	team: { ...team, type: "standard" },
	tenant: { id: tenant },
	source: { name: "message" },
	legacy: { replyToId: "1:1acme-legacy" },
	...some,
});

export const inGroup = (type: string, from: object, some: object = {}) =>
	common(type, from, {
		conversation: { id: group, name: "Desk", conversationType: "groupChat", isGroup: true, tenantId: tenant },
		channelData: { tenant: { id: tenant }, source: { name: "message" } },
		...some,
	});
export const inPersonal = (type: string, from: object, some: object = {}) =>
	common(type, from, {
		conversation: { id: personal, name: "Dana Reyes", conversationType: "personal", tenantId: tenant },
		channelData: { tenant: { id: tenant }, source: { name: "message" } },
		...some,
	});

/** What is written, as Teams' client makes HTML of it; `Caisey` is mentioned first where `toBot`. */
export const written = (
	html: string,
	{ toBot = true, entities = [] as object[], files = [] as object[] } = {},
) => ({
	textFormat: "plain",
	attachmentLayout: "list",
	text: `${toBot ? "<at>Caisey</at> " : ""}${html.replaceAll(/<[^>]+>/g, "")}\n`,
	attachments: [
		...files,
		{
			contentType: "text/html",
			content: `<div><div>${toBot ? at0 : ""}${html}</div>\n</div>`,
		},
	],
	entities: [
		...(toBot ? [{ type: "mention", mentioned: bot, text: "<at>Caisey</at>" }] : []),
		...entities,
		clientInfo,
	],
});
const at0 = `<span itemscope="" itemtype="http://schema.skype.com/Mention" itemid="0">Caisey</span>&nbsp;`;

export const person = ({ aadObjectId, name }: Account) => ({ identity: `${workspace}:${aadObjectId}`, name });
export const place = { workspace, channel, thread: root };
export const ref = { workspace, channel, message };

type Kept = Parameters<Kit["meet"]>[0];
/** Whom and where we met; `said` names a message that was said, with whether it was said to the bot. */
export const met = (
	who: Account,
	where: "channel" | "group" | "personal",
	addressed: boolean | null = null,
	some: Partial<Kept> = {},
): Meant => [
	"meet",
	{
		workspace,
		channel: { channel, group, personal }[where],
		team: where === "channel" ? team.id : null,
		at,
		conversation: {
			serviceUrl,
			kind: where,
			person: where === "personal" ? person(who).identity : null,
		},
		person: { identity: person(who).identity, userId: who.id },
		said: addressed === null ? null : { message, print: "a print", addressed },
		...some,
	} satisfies Kept,
];

/** The answers to an invoke, but for sentences: https://learn.microsoft.com/adaptive-cards/authoring-cards/universal-action-model
 * and https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/task-modules/task-modules-bots */
const adaptive = "application/vnd.microsoft.card.adaptive";
export const says = {
	statusCode: 200,
	type: "application/vnd.microsoft.activity.message",
	value: expect.any(String),
};
export const shows = {
	statusCode: 200,
	type: adaptive,
	value: expect.objectContaining({ type: "AdaptiveCard" }),
};
export const closes = { task: { type: "message", value: expect.any(String) } };
export const opens = {
	task: {
		type: "continue",
		value: {
			title: expect.any(String),
			width: "large",
			height: "large",
			card: { contentType: adaptive, content: expect.objectContaining({ type: "AdaptiveCard" }) },
		},
	},
};

/** A dialog in which this input holds this value. */
export const opensWith = (input: string, value: string) => {
	const holds = z.object({ body: z.array(z.object({ id: z.unknown(), value: z.unknown() }).partial()) });
	const content = expect.toSatisfy((card: unknown) =>
		(holds.safeParse(card).data?.body ?? []).some((one) => one.id === input && one.value === value),
	);
	return {
		task: { ...opens.task, value: { ...opens.task.value, card: { contentType: adaptive, content } } },
	};
};

/** The connector is asked to write in somebody's own chat: it is created, which does nothing if there is one. */
export const privately = ({ id }: Account): string[] => ["POST ", `POST a:${id}/activities`];

/** A dialog whose JSON has all of these. */
export const opensSaying = (...texts: string[]) => {
	const holds = expect.toSatisfy((card: unknown) =>
		texts.every((text) => JSON.stringify(card).includes(text)),
	);
	return { task: { ...opens.task, value: { ...opens.task.value, card: holds } } };
};
