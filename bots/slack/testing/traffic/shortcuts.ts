// The shortcut on a message: docs.slack.dev/reference/interaction-payloads/shortcuts-interaction-payload.
import { startShortcut } from "../../../../cards/model/actions.ts";
import {
	type Arrival,
	botProfile,
	channel,
	dana,
	expectedFile,
	file,
	interaction,
	otherApp,
	person,
	place,
	presser,
	ref,
	reply,
	responseUrl,
	root,
	team,
	tom,
	workspace,
	written,
} from "./acme.ts";

/** The message comes as it is in its channel, and the channel beside it. */
const message = (words: string, some: object = {}) => {
	const { channel: _, channel_type: __, event_ts: ___, ...one } = written(words);
	return { ...one, thread_ts: undefined, parent_user_id: undefined, ...some };
};
const started = (one: object, some: object = {}) =>
	interaction(tom, {
		type: "message_action",
		callback_id: startShortcut,
		action_ts: "1705077680.654321",
		response_url: responseUrl,
		message_ts: reply,
		channel: { id: channel, name: "help" },
		message: one,
		...some,
	});
const wish = {
	by: presser(tom),
	place: { workspace, channel, thread: reply },
	request: "The printer is jammed",
	source: "shortcut",
	once: `${channel}:${reply}`,
	original: { ref, author: person(dana), at: 1705077667000 },
	whom: null,
	answerAt: responseUrl,
};
const script = file("F0SCRIPT001", "fix-spooler.ps1");
const { id, name, mimetype } = script;
const bot = { identity: `slack:${team}:${otherApp.bot}`, name: otherApp.bot };

export const shortcuts: Arrival[] = [
	{
		what: "the shortcut on someone's message",
		payload: started(
			message("The printer is jammed", { reactions: [{ name: "eyes", count: 1, users: [tom] }] }),
		),
		means: [["open", wish]],
	},
	{
		what: "the shortcut on a reply in a thread",
		payload: started(message("The printer is jammed", { thread_ts: root, parent_user_id: tom })),
		means: [["open", { ...wish, place }]],
	},
	{
		what: "the shortcut on a message with a file",
		payload: started(
			message("The printer is jammed", { files: [script], upload: false, display_as_bot: false }),
		),
		means: [
			["open", wish],
			[
				"said",
				{
					by: person(dana),
					place: wish.place,
					ref,
					text: "The printer is jammed",
					expected: [expectedFile(script)],
				},
			],
			[
				"attached",
				{
					by: person(dana),
					place: wish.place,
					ref,
					file: id,
					content: { name, type: mimetype, bytes: new Uint8Array(Buffer.from("Restart-Service Spoo\n")) },
				},
			],
		],
	},
	{
		what: "the shortcut on another app's message",
		payload: started(
			message("The printer is jammed", {
				subtype: "bot_message",
				user: undefined,
				username: "Status",
				bot_id: otherApp.bot,
				app_id: otherApp.id,
				bot_profile: botProfile(otherApp, "Status"),
				icons: { emoji: ":robot_face:" },
			}),
		),
		means: [["open", { ...wish, original: { ...wish.original, author: bot } }]],
	},
	{
		what: "the shortcut on another app's alert, which is an attachment alone",
		payload: started(
			message("", {
				user: undefined,
				blocks: undefined,
				bot_id: otherApp.bot,
				attachments: [{ id: 1, color: "danger", fallback: "x", title: "The printer", text: "is jammed" }],
			}),
		),
		means: [
			["open", { ...wish, request: "The printer\nis jammed", original: { ...wish.original, author: bot } }],
		],
	},
	{
		// Slack Connect: its author is of another team than the person who starts the session.
		what: "the shortcut on a message of someone from another organisation",
		payload: started(
			message("The printer is jammed", {
				user: "U0EXTERN001",
				team: "T0MSP000001",
				user_team: "T0MSP000001",
				source_team: "T0MSP000001",
			}),
		),
		means: [
			[
				"open",
				{
					...wish,
					original: {
						...wish.original,
						author: { identity: "slack:T0MSP000001:U0EXTERN001", name: "U0EXTERN001" },
					},
				},
			],
		],
	},
	{
		what: "a message shortcut of no known name",
		payload: started(message("x"), { callback_id: "an_older_one" }),
		means: [
			[
				"attempt",
				{
					by: presser(tom),
					place: wish.place,
					action: "shortcut",
					code: "unknown-action",
					detail: "shortcut",
				},
			],
		],
		calls: ["respond: ephemeral"],
	},
	{
		what: "a global shortcut, of which we have none",
		payload: interaction(tom, { type: "shortcut", callback_id: "anything", action_ts: "1705077680.654321" }),
		means: [
			[
				"attempt",
				{
					by: presser(tom),
					place: { workspace, channel: "", thread: null },
					action: "shortcut",
					code: "unknown-action",
					detail: "shortcut",
				},
			],
		],
		calls: ["views.open"],
	},
];
