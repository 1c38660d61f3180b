// What Slack tells of a channel and the bot ignores: docs.slack.dev/reference/events/message (subtypes).
import { type Arrival, app, channel, dana, envelope, reply, root, team, tom, written } from "./acme.ts";

/** What all of them have; each has fields of its own besides. */
const told = (subtype: string, some: object = {}) =>
	envelope({
		type: "message",
		subtype,
		user: dana,
		text: `<@${dana}> did something`,
		ts: reply,
		channel,
		channel_type: "channel",
		event_ts: reply,
		team,
		...some,
	});

/** By subtype, with the fields that only this one has. Some also come within threads, where talk would be heard. */
const subtypes: Record<string, object> = {
	assistant_app_thread: {
		assistant_app_thread: { title: "New chat", title_blocks: [], artifacts: [] },
		thread_ts: root,
	},
	bot_add: { bot_id: "B0STATUS001", bot_link: "<https://acme-dental.slack.com/services/B0STATUS001|Status>" },
	bot_remove: {
		bot_id: "B0STATUS001",
		bot_link: "<https://acme-dental.slack.com/services/B0STATUS001|Status>",
	},
	bot_disable: { bot_id: "B0STATUS001" },
	bot_enable: { bot_id: "B0STATUS001" },
	channel_archive: { members: [dana, tom] },
	channel_convert_to_private: {},
	channel_convert_to_public: {},
	channel_join: { inviter: tom },
	channel_leave: {},
	channel_name: { old_name: "help", name: "it-help" },
	channel_posting_permissions: {},
	channel_purpose: { purpose: "Ask for help" },
	channel_topic: { topic: "Ask here" },
	channel_unarchive: {},
	document_mention: { document_mention: { doc_id: "F0CANVAS001" }, thread_ts: root },
	ekm_access_denied: {
		user: "UREVOKEDU",
		text: "Your admins have suspended everyone's access to this content.",
	},
	file_comment: { file: { id: "F0SCRIPT001" }, comment: { id: "Fc0001", comment: "see", user: dana } },
	file_mention: { file: { id: "F0SCRIPT001" } },
	group_archive: { channel_type: "group" },
	group_join: { channel_type: "group", inviter: tom },
	group_leave: { channel_type: "group" },
	group_name: { channel_type: "group", old_name: "desk", name: "it-desk" },
	group_purpose: { channel_type: "group", purpose: "Ours" },
	group_topic: { channel_type: "group", topic: "Ours" },
	group_unarchive: { channel_type: "group" },
	huddle_thread: {
		thread_ts: root,
		channel_id: channel,
		no_notifications: false,
		permalink: "https://acme-dental.slack.com/call/R0HUDDLE001",
		room: {
			id: "R0HUDDLE001",
			name: "",
			created_by: dana,
			participants: [],
			date_start: 1705077667,
			date_end: 0,
		},
	},
	message_replied: {
		hidden: true,
		message: {
			...written("Caisey session", { ts: root }),
			reply_count: 1,
			replies: [{ user: dana, ts: reply }],
		},
	},
	pinned_item: { item_type: "C", item: { type: "message", channel, message: written("Pinned") } },
	reminder_add: {},
	sh_room_created: { no_notifications: false },
	unpinned_item: { item_type: "C", item: { type: "message", channel, message: written("Pinned") } },
};

/** Events that we do not ask Slack for, should an owner add them to the app by hand. */
const events: Record<string, object> = {
	member_joined_channel: { user: dana, channel, channel_type: "C", team, inviter: tom, event_ts: reply },
	member_left_channel: { user: dana, channel, channel_type: "C", team, event_ts: reply },
	reaction_added: {
		user: dana,
		reaction: "thumbsup",
		item_user: app.user,
		item: { type: "message", channel, ts: reply },
		event_ts: reply,
	},
	file_shared: {
		file_id: "F0SCRIPT001",
		user_id: dana,
		file: { id: "F0SCRIPT001" },
		channel_id: channel,
		event_ts: reply,
	},
};

export const unheard: Arrival[] = [
	...Object.entries(subtypes).map(([subtype, some]) => ({
		what: `a message of subtype ${subtype}`,
		payload: told(subtype, some),
	})),
	...Object.entries(events).map(([type, some]) => ({
		what: `the event ${type}`,
		payload: envelope({ type, ...some }),
	})),
	{
		what: "a message outside a thread",
		payload: envelope(written("Good morning", { thread_ts: undefined, parent_user_id: undefined })),
	},
	{
		what: "a file outside a thread",
		payload: envelope(
			written("", { subtype: "file_share", files: [{ id: "F0X", mode: "hosted" }], thread_ts: undefined }),
		),
	},
	{
		what: "/me outside a thread",
		payload: envelope(written("is away", { subtype: "me_message", thread_ts: undefined, blocks: undefined })),
	},
	{
		what: "a reply in a thread without a session",
		payload: envelope(written("Lunch?")),
		backend: { isSession: async () => false },
	},
];
