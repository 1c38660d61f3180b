// Our own messages, as Slack tells of them: docs.slack.dev/messaging/message-metadata.
import {
	type Arrival,
	app,
	botProfile,
	channel,
	envelope,
	otherApp,
	person,
	reply,
	root,
	workspace,
	written,
} from "./acme.ts";

const key = "plan:pl_g0123456789abcdef";
const metadata = { event_type: "caisey", event_payload: { key } };
const ref = { workspace, channel, message: reply };
const by = ({ id, user, bot }: typeof app, some: object = {}) =>
	envelope(
		written("Done", {
			...{ user, bot_id: bot, app_id: id, client_msg_id: undefined },
			bot_profile: botProfile(app, "Caisey"),
			...some,
		}),
	);

export const own: Arrival[] = [
	{ what: "our own message in a thread", payload: by(app, { metadata }), means: [["posted", { ref, key }]] },
	{
		what: "our own message outside a thread",
		payload: by(app, { metadata, thread_ts: undefined, parent_user_id: undefined }),
		means: [["posted", { ref, key }]],
	},
	{
		what: "our own message to one person",
		payload: by(app, {
			...{ metadata, channel: "D0ADA000001", channel_type: "im" },
			...{ thread_ts: undefined, parent_user_id: undefined },
		}),
		means: [["posted", { ref: { ...ref, channel: "D0ADA000001" }, key }]],
	},
	{ what: "our own message without a key", payload: by(app), means: [] },
	{
		what: "our own message with other metadata",
		payload: by(app, { metadata: { event_type: "task", event_payload: { key: 7 } } }),
		means: [],
	},
	{
		what: "another app's message with a key of ours",
		payload: by(otherApp, { metadata }),
		means: [
			[
				"said",
				{
					by: person(otherApp.user),
					place: { workspace, channel, thread: root },
					ref,
					text: "Done",
					expected: [],
				},
			],
		],
	},
];
