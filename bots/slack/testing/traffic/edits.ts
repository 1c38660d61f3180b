// Messages that change or go: docs.slack.dev/reference/events/message/message_changed and message_deleted.
import {
	type Arrival,
	app,
	channel,
	dana,
	envelope,
	file,
	person,
	place,
	ref,
	reply,
	richText,
	root,
	section,
	text,
	tom,
	written,
} from "./acme.ts";

const later = "1705077700.000300";

/** Slack wraps the message as it is now and as it was; neither says its channel. */
const inside = (words: string, some: object = {}) => {
	const { channel: _, channel_type: __, event_ts: ___, ...message } = written(words);
	return { ...message, ...some };
};
const changed = (message: object, previous: object | undefined, some: object = {}) =>
	envelope({
		type: "message",
		subtype: "message_changed",
		hidden: true,
		message,
		previous_message: previous,
		channel,
		channel_type: "channel",
		ts: later,
		event_ts: later,
		...some,
	});
const deleted = (previous: object | undefined) =>
	envelope({
		type: "message",
		subtype: "message_deleted",
		hidden: true,
		deleted_ts: reply,
		previous_message: previous,
		channel,
		channel_type: "channel",
		ts: later,
		event_ts: later,
	});
const edited = { user: dana, ts: "1705077699.000000" };
const once = `${channel}:${reply}:${edited.ts}`;

/** docs.slack.dev/reference/messaging/attachments: what Slack adds below a message for a link in it. */
const unfurled = {
	id: 1,
	from_url: "https://acme.example/manual",
	original_url: "https://acme.example/manual",
	fallback: "Manual",
	service_name: "acme.example",
	service_icon: "https://acme.example/favicon.ico",
	title: "Manual",
	title_link: "https://acme.example/manual",
	text: "How the printer works",
	thumb_url: "https://acme.example/thumb.png",
	image_url: "https://acme.example/image.png",
	image_width: 100,
	image_height: 50,
	image_bytes: 1234,
};

export const edits: Arrival[] = [
	{
		what: "an edit",
		payload: changed(inside("The printer prints again", { edited }), inside("The printer prints nothing")),
		means: [["edited", { by: person(dana), place, ref, text: "The printer prints again", once }]],
	},
	{
		what: "an edit of a message with a link's preview and a file",
		payload: changed(
			inside("See the manual, page 2", {
				edited,
				attachments: [unfurled],
				files: [file("F0SCRIPT001", "fix-spooler.ps1")],
				upload: false,
				display_as_bot: false,
			}),
			inside("See the manual", { attachments: [unfurled], files: [file("F0SCRIPT001", "fix-spooler.ps1")] }),
		),
		means: [["edited", { by: person(dana), place, ref, text: "See the manual, page 2", once }]],
	},
	{
		what: "an edit of a reply that was sent to the channel as well",
		payload: changed(
			inside("Fixed for all", {
				edited,
				subtype: "thread_broadcast",
				root: inside("Caisey session", { ts: root }),
			}),
			inside("Fixed", { subtype: "thread_broadcast" }),
		),
		means: [["edited", { by: person(dana), place, ref, text: "Fixed for all", once }]],
	},
	{
		what: "an edit by someone else, whom Slack names",
		payload: changed(inside("a", { edited: { user: tom, ts: edited.ts } }), inside("b")),
		means: [["edited", { by: person(tom), place, ref, text: "a", once }]],
	},
	{
		what: "an edit without what was there before",
		payload: changed(inside("Now", { edited }), undefined),
		means: [["edited", { by: person(dana), place, ref, text: "Now", once }]],
	},
	{
		what: "a link's preview that was added",
		payload: changed(inside("See it", { attachments: [unfurled] }), inside("See it")),
	},
	{
		what: "a thread's first message that has a reply more",
		payload: changed(
			inside("Caisey session", {
				user: dana,
				ts: root,
				reply_count: 2,
				reply_users_count: 1,
				latest_reply: reply,
				reply_users: [dana],
				is_locked: false,
				subscribed: true,
			}),
			inside("Caisey session", { user: dana, ts: root, reply_count: 1 }),
		),
	},
	{
		what: "an edit of our own message",
		payload: changed(
			inside("Waiting", {
				user: app.user,
				bot_id: app.bot,
				app_id: app.id,
				edited: { user: app.bot, ts: edited.ts },
			}),
			inside("Asked", { user: app.user, bot_id: app.bot, app_id: app.id }),
		),
	},
	{
		// A deleted message with replies leaves this.
		what: "a message that was deleted and has replies",
		payload: changed(
			{
				type: "message",
				subtype: "tombstone",
				text: "This message was deleted.",
				user: "USLACKBOT",
				hidden: true,
				ts: reply,
				thread_ts: root,
				reply_count: 1,
				reply_users_count: 1,
				latest_reply: later,
				reply_users: [tom],
				is_locked: false,
				subscribed: false,
			},
			inside("Never mind"),
		),
		means: [["deleted", { author: person(dana), place, ref }]],
	},
	{
		what: "a message that was deleted",
		payload: deleted(inside("Never mind", { edited, blocks: richText(section(text("Never mind"))) })),
		means: [["deleted", { author: person(dana), place, ref }]],
	},
	{ what: "a deletion that says nothing of what was there", payload: deleted(undefined) },
	{
		what: "a message of ours that was deleted",
		payload: deleted(inside("Preview", { user: app.user, bot_id: app.bot, app_id: app.id })),
	},
];
