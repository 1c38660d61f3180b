// What is said: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/conversation-messages and, in
// channels, channel-and-group-conversations and channel-messages-with-rsc there.
import {
	type Arrival,
	channel,
	channelData,
	dana,
	group,
	inChannel,
	inGroup,
	inPersonal,
	message,
	met,
	person,
	personal,
	place,
	privately,
	ref,
	root,
	tenant,
	tom,
	workspace,
	written,
} from "./acme.ts";

const said = { by: person(dana), place, ref, text: "The printer prints nothing", expected: [] };
const begun = { workspace, channel, thread: message };
const wish = {
	by: person(dana),
	place: begun,
	request: "the printer is jammed",
	source: "mention",
	once: `${channel}:${message}`,
	original: null,
	whom: null,
};
const inChat = (chat: string) => ({
	place: { workspace, channel: chat, thread: null },
	ref: { workspace, channel: chat, message },
});
const noSession = { isSession: async () => false };
const technician = { said: async () => ({ ok: true, technician: true, secret: null }) as const };
/** https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/channel-and-group-conversations (mentions) */
const mentioned = {
	type: "mention",
	mentioned: { id: dana.id, name: dana.name, aadObjectId: dana.aadObjectId, role: "user" },
	text: "<at>Dana Reyes</at>",
};
const danaHere = `<span itemscope="" itemtype="http://schema.skype.com/Mention" itemid="1">Dana Reyes</span>`;

export const messages: Arrival[] = [
	{
		what: "a mention that begins a thread",
		activity: inChannel("message", dana, message, written("the printer is jammed")),
		backend: noSession,
		means: [met(dana, "channel", true), ["open", wish]],
	},
	{
		what: "a mention for someone else who is mentioned",
		activity: inChannel(
			"message",
			tom,
			message,
			written(`for ${danaHere} the printer is jammed`, { entities: [mentioned] }),
		),
		backend: noSession,
		means: [
			met(tom, "channel", true),
			["open", { ...wish, by: person(tom), whom: { identity: person(dana).identity } }],
		],
	},
	{
		what: "a mention that asks for help",
		activity: inChannel("message", dana, message, written("help")),
		backend: noSession,
		means: [met(dana, "channel", true)],
		calls: privately(dana),
	},
	{
		what: "a reply in a session's thread",
		activity: inChannel("message", dana, root, written("The printer prints nothing")),
		means: [met(dana, "channel", true), ["said", said]],
	},
	{
		// With the permission to read channel messages, what is said without a mention comes too.
		what: "a reply without a mention",
		activity: inChannel("message", dana, root, written("The printer prints nothing", { toBot: false })),
		means: [met(dana, "channel", false), ["said", said]],
	},
	{
		what: "a reply that is important and has more to it: a subject, a quote, a list, a link, an emoji",
		activity: inChannel("message", dana, root, {
			...written(
				'<blockquote itemscope="" itemtype="http://schema.skype.com/Reply" itemid="1705077600001"><strong itemprop="mri" itemid="8:orgid:x">Tom Okafor</strong><span itemprop="time" itemid="1705077600001"></span><p itemprop="preview">which one?</p></blockquote><p>the <strong>left</strong> one</p><ul><li>one</li><li>two</li></ul><p><a href="https://acme.example/p" rel="noreferrer noopener" title="https://acme.example/p" target="_blank">the page</a> <emoji id="wave" alt="👋" title="Wave"></emoji></p>',
				{ toBot: false },
			),
			importance: "high",
			summary: null,
			channelData: channelData({
				onBehalfOf: [],
				notification: { alert: true },
				productContext: "Teams",
			}),
		}),
		means: [
			met(dana, "channel", false),
			[
				"said",
				{
					...said,
					text: "> Tom Okafor\nwhich one?\nthe left one\n• one\n• two\nthe page (https://acme.example/p) 👋",
				},
			],
		],
	},
	{
		what: "a reply without HTML",
		activity: inChannel("message", dana, root, {
			textFormat: "plain",
			text: "<at>Caisey</at> The printer prints nothing",
			attachments: [],
			entities: written("").entities,
		}),
		means: [met(dana, "channel", true), ["said", said]],
	},
	{
		what: "a technician's command",
		activity: inChannel(
			"message",
			tom,
			root,
			written('<codeblock class="PowerShell"><code>Get-Service Spooler</code></codeblock>', { toBot: false }),
		),
		backend: technician,
		means: [
			met(tom, "channel", false),
			["said", { ...said, by: person(tom), text: "Get-Service Spooler", command: true }],
			[
				"draft",
				{ by: person(tom), place, ref, command: "Get-Service Spooler", once: `${channel}:${message}` },
			],
		],
		calls: [`POST ${channel};messageid=${root}/activities`],
	},
	{
		what: "a technician's styled command",
		activity: inChannel("message", tom, root, written("$ rm <em>x</em>", { toBot: false })),
		backend: technician,
		means: [
			met(tom, "channel", false),
			["said", { ...said, by: person(tom), text: "$ rm x", command: true }],
			[
				"attempt",
				{
					by: person(tom),
					place,
					action: "propose",
					code: "styled-text",
					detail: "a command in styled text",
				},
			],
		],
		calls: privately(tom),
	},
	{
		what: "talk about one's own closed request",
		activity: inChannel("message", dana, root, written("The printer prints nothing", { toBot: false })),
		backend: {
			said: async () => ({ ok: true, technician: false, secret: null, closed: "s_g0123456789ab7a3f" }),
		},
		means: [met(dana, "channel", false), ["said", said]],
		calls: [`POST ${channel};messageid=${root}/activities`],
	},
	{
		what: "talk outside a session",
		activity: inChannel("message", dana, root, written("Lunch?", { toBot: false })),
		backend: noSession,
		means: [met(dana, "channel", false)],
	},
	{
		what: "a request in a group chat",
		activity: inGroup("message", dana, written("the printer is jammed")),
		backend: noSession,
		means: [
			met(dana, "group", true),
			["open", { ...wish, place: inChat(group).place, once: `${group}:${message}` }],
		],
	},
	{
		what: "talk in a group chat that has a session",
		activity: inGroup("message", dana, written("The printer prints nothing", { toBot: false })),
		means: [met(dana, "group", false), ["said", { ...said, ...inChat(group) }]],
	},
	{
		what: "another request in a group chat that has a session",
		activity: inGroup("message", dana, written("new the printer is jammed")),
		means: [
			met(dana, "group", true),
			["open", { ...wish, place: inChat(group).place, once: `${group}:${message}` }],
		],
	},
	{
		// https://learn.microsoft.com/microsoftteams/platform/apps-in-teams-meetings: its conversation has no type.
		what: "talk in a meeting's chat",
		activity: inGroup("message", dana, {
			...written("The printer prints nothing", { toBot: false }),
			conversation: { id: "19:meeting_Acme@thread.v2", name: "Standup", isGroup: true, tenantId: tenant },
			channelData: {
				tenant: { id: tenant },
				source: { name: "message" },
				meeting: { id: "MCMxOTptZWV0aW5nX0FjbWVAdGhyZWFkLnYyIzA=" },
			},
		}),
		means: [
			met(dana, "group", false, { channel: "19:meeting_Acme@thread.v2" }),
			["said", { ...said, ...inChat("19:meeting_Acme@thread.v2") }],
		],
	},
	{
		what: "a request in someone's own chat",
		activity: inPersonal("message", dana, written("the printer is jammed", { toBot: false })),
		backend: noSession,
		means: [
			met(dana, "personal", false),
			["open", { ...wish, place: inChat(personal).place, once: `${personal}:${message}` }],
		],
	},
	{
		what: "“home” in someone's own chat",
		activity: inPersonal("message", dana, written("home", { toBot: false })),
		means: [met(dana, "personal", false), ["home", { by: person(dana), workspace }]],
		calls: [`POST ${personal}/activities`],
	},
	{
		// An Action.Submit of a card that opens no dialog: no text, and what was filled in as the value.
		what: "a card's answer in someone's own chat, which is explained",
		activity: inPersonal("message", dana, {
			text: null,
			attachments: null,
			replyToId: root,
			value: { old: "card" },
		}),
		means: [met(dana, "personal", false)],
		calls: [`POST ${personal}/activities`],
	},
	{
		// Another bot, or an anonymous guest of a meeting: not of any tenant.
		what: "a message by someone without an object id",
		activity: inChannel(
			"message",
			{ id: "28:another-bot", name: "Status", role: "bot" },
			root,
			written("All up", { toBot: false }),
		),
	},
];
