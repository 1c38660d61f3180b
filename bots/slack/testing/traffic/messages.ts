// What is said in a session's thread: docs.slack.dev/reference/events/message and its subtypes.
import {
	type Arrival,
	app,
	botProfile,
	channel,
	enterprise,
	envelope,
	gridEnvelope,
	otherApp,
	otherTeam,
	person,
	place,
	privateChannel,
	ref,
	reply,
	richText,
	root,
	said,
	section,
	team,
	text,
	tom,
	workspace,
	written,
} from "./acme.ts";

const dana = person("U0DANA00001");
/** docs.slack.dev/reference/block-kit/block-elements: every element of rich text. */
const everything = written("Hi everyone", {
	text: `<@${tom}> <!subteam^S0DESK00001> <!here> see <#${channel}|> <https://acme.example/p|the page> :wave: &amp; co`,
	blocks: richText(
		section(
			{ type: "user", user_id: tom },
			text(" "),
			{ type: "usergroup", usergroup_id: "S0DESK00001" },
			text(" "),
			{ type: "broadcast", range: "here" },
			text(" see "),
			{ type: "channel", channel_id: channel },
			text(" "),
			{ type: "link", url: "https://acme.example/p", text: "the page", unsafe: false },
			text(" "),
			{ type: "emoji", name: "wave", unicode: "1f44b" },
			text(" & co", { bold: true, italic: false, strike: false, underline: false, code: false }),
			text(" by "),
			{
				type: "date",
				timestamp: 1705077667,
				format: "{date_short}",
				fallback: "Jan 12, 2024",
				url: "https://acme.example",
			},
			text(" in "),
			{ type: "color", value: "#1f2937" },
			text(" of "),
			{ type: "team", team_id: team },
		),
		{
			type: "rich_text_list",
			style: "bullet",
			indent: 0,
			offset: 0,
			border: 0,
			elements: [section(text("one")), section(text("two"))],
		},
		{ type: "rich_text_quote", border: 0, elements: [text("quoted")] },
		{ type: "rich_text_preformatted", border: 0, language: "powershell", elements: [text("Get-Date")] },
	),
});

export const messages: Arrival[] = [
	{
		what: "a reply in a session's thread",
		payload: envelope(written("The printer still prints nothing")),
		means: [said("The printer still prints nothing")],
	},
	{
		what: "a reply with every element of rich text",
		payload: envelope(everything),
		means: [
			said(
				`@${tom} @S0DESK00001 @here see #${channel} the page (https://acme.example/p) :wave: & co by Jan 12, 2024 in #1f2937 of @${team}\n• one\n• two\n> quoted\nGet-Date`,
			),
		],
	},
	{
		what: "a reply that says more of itself than usual: stars, pins, reactions, metadata",
		payload: envelope(
			written("Pinned", {
				is_starred: false,
				pinned_to: [channel],
				reactions: [{ name: "eyes", count: 1, users: [tom] }],
				metadata: { event_type: "acme_ticket", event_payload: { number: "7" } },
				app_context: { entities: [{ type: "slack#/types/channel_id", value: channel, team_id: team }] },
				assistant_thread: { action_token: "1705077667.action" },
			}),
		),
		means: [said("Pinned")],
	},
	{
		// A message may have no blocks: what another client or API wrote as text.
		what: "a reply without blocks",
		payload: envelope(written("", { text: "a &lt; b &amp; c", blocks: undefined })),
		means: [said("a < b & c")],
	},
	{
		what: "a reply in a private channel",
		payload: envelope(written("In private", { channel: privateChannel, channel_type: "group" })),
		means: [
			said("In private", {
				place: { ...place, channel: privateChannel },
				ref: { ...ref, channel: privateChannel },
			}),
		],
	},
	{
		what: "a reply in a workspace of an Enterprise Grid organisation",
		payload: gridEnvelope(written("From the organisation", { enterprise })),
		means: [said("From the organisation", { by: { ...dana, identity: `slack:${enterprise}:U0DANA00001` } })],
	},
	{
		// docs.slack.dev/apis/slack-connect: Slack also names the author's own team and profile.
		what: "a reply of someone from another organisation",
		payload: envelope(
			written("We look into it", {
				user: "U0EXTERN001",
				team: otherTeam,
				user_team: otherTeam,
				source_team: otherTeam,
				user_profile: {
					avatar_hash: "g1a2b3c4d5e6",
					image_72: "https://secure.gravatar.com/avatar/1a2b.jpg",
					first_name: "Sam",
					real_name: "Sam Roy",
					display_name: "sam",
					team: otherTeam,
					name: "sam.roy",
					is_restricted: false,
					is_ultra_restricted: false,
				},
			}),
			{ is_ext_shared_channel: true },
		),
		means: [
			said("We look into it", { by: { identity: `slack:${otherTeam}:U0EXTERN001`, name: "U0EXTERN001" } }),
		],
	},
	{
		// docs.slack.dev/reference/events/message/thread_broadcast; `root` is the message that it answers.
		what: "a reply that was sent to the channel as well",
		payload: envelope(
			written("Fixed for everyone", {
				subtype: "thread_broadcast",
				root: {
					...written("Caisey session", { user: app.user, ts: root, bot_id: app.bot }),
					reply_count: 3,
					reply_users_count: 2,
					latest_reply: reply,
					reply_users: ["U0DANA00001", tom],
					is_locked: false,
					subscribed: true,
					last_read: root,
				},
			}),
		),
		means: [said("Fixed for everyone")],
	},
	{
		// docs.slack.dev/reference/events/message/bot_message: no user, an author by name.
		what: "another app's message of the older kind",
		payload: envelope({
			type: "message",
			subtype: "bot_message",
			text: "All systems up",
			username: "Status",
			icons: { emoji: ":robot_face:", image_64: "https://acme.example/64.png" },
			bot_id: otherApp.bot,
			attachments: [
				{
					id: 1,
					fallback: "up",
					color: "good",
					title: "Status",
					title_link: "https://acme.example",
					text: "up",
					mrkdwn_in: ["text"],
					ts: "1705077667",
				},
			],
			ts: reply,
			thread_ts: root,
			channel,
			channel_type: "channel",
			event_ts: reply,
		}),
		means: [said("All systems up", { by: { identity: `${workspace}:${otherApp.bot}`, name: otherApp.bot } })],
	},
	{
		// As its composer lets a person forward a message; the message itself comes in `message_blocks` too.
		what: "a forwarded message",
		payload: envelope(
			written("", {
				blocks: undefined,
				attachments: [
					{
						id: 1,
						ts: "1705070000.000100",
						author_id: tom,
						author_name: "Tom Okafor",
						author_subname: "Tom",
						author_link: `https://acme-dental.slack.com/team/${tom}`,
						author_icon: "https://acme.example/48.png",
						channel_id: channel,
						channel_team: team,
						is_msg_unfurl: true,
						is_share: true,
						message_blocks: [{ team, channel, ts: "1705070000.000100", message: { blocks: [] } }],
						color: "D0D0D0",
						fallback: "[January 12th, 2024] tom: The toner is low",
						text: "The toner is low",
						footer: "Slack Conversation",
						from_url: "https://acme-dental.slack.com/archives/C0HELP00001/p1705070000000100",
						mrkdwn_in: ["text"],
					},
				],
			}),
		),
		means: [said("> The toner is low")],
	},
	{
		what: "another app's message with its profile",
		payload: envelope(
			written("Backup done", {
				user: otherApp.user,
				bot_id: otherApp.bot,
				app_id: otherApp.id,
				bot_profile: botProfile(otherApp, "Status"),
				client_msg_id: undefined,
			}),
		),
		means: [said("Backup done", { by: { identity: `${workspace}:${otherApp.user}`, name: otherApp.user } })],
	},
	{
		what: "a technician's command",
		payload: envelope(
			written("$ Get-Service Spooler", {
				user: tom,
				blocks: richText({
					type: "rich_text_preformatted",
					border: 0,
					language: "powershell",
					elements: [text("Get-Service Spooler")],
				}),
			}),
		),
		backend: { said: async () => ({ ok: true, technician: true, secret: null }) },
		means: [
			["said", { by: person(tom), place, ref, text: "Get-Service Spooler", expected: [], command: true }],
			["draft", { by: person(tom), place, ref, command: "Get-Service Spooler", once: `${channel}:${reply}` }],
		],
		calls: [`chat.postEphemeral to ${tom} in ${channel} ${root}`],
	},
	{
		what: "a technician's styled command",
		payload: envelope(
			written("$ rm *", { user: tom, blocks: richText(section(text("$ rm "), text("x", { bold: true }))) }),
		),
		backend: { said: async () => ({ ok: true, technician: true, secret: null }) },
		means: [
			["said", { by: person(tom), place, ref, text: "$ rm x", expected: [], command: true }],
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
		calls: [`chat.postEphemeral to ${tom} in ${channel} ${root}`],
	},
	{
		what: "words to the bot in a thread without a session",
		payload: envelope(written(`<@${app.user}> hello`)),
		backend: { isSession: async () => false },
		calls: [`chat.postEphemeral to U0DANA00001 in ${channel} ${root}`],
	},
];
