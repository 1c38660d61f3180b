// The command on a message: https://learn.microsoft.com/microsoftteams/platform/messaging-extensions/how-to/action-commands/create-task-module
// (`composeExtension/fetchTask`) and respond-to-task-module-submit there (`composeExtension/submitAction`).
import { startShortcut } from "../../../../cards/model/actions.ts";
import {
	type Account,
	type Arrival,
	channel,
	channelData,
	closes,
	dana,
	group,
	inChannel,
	inGroup,
	inPersonal,
	message,
	met,
	person,
	place,
	ref,
	root,
	tom,
	workspace,
} from "./acme.ts";

const from = (some: object) => ({ device: null, conversation: null, user: null, application: null, ...some });
const user = ({ aadObjectId, name }: Account) =>
	from({ user: { userIdentityType: "aadUser", id: aadObjectId, displayName: name } });
/** A message as Microsoft Graph describes it, not as it was delivered. */
const payload = (some: object = {}) => ({
	linkToMessage: `https://teams.microsoft.com/l/message/${channel}/${message}`,
	id: message,
	replyToId: null,
	messageType: "message",
	createdDateTime: "2024-01-12T16:41:07.123Z",
	lastModifiedDateTime: null,
	deleted: false,
	subject: null,
	summary: null,
	importance: "normal",
	locale: "en-us",
	body: {
		contentType: "html",
		content: `<div><div><at id="0">Tom Okafor</at> the printer is <strong>jammed</strong></div>\n</div>`,
		textContent: "Tom Okafor the printer is jammed",
	},
	from: user(dana),
	reactions: [{ reactionType: "like", createdDateTime: "2024-01-12T16:42:00.000Z", user: user(tom) }],
	mentions: [{ id: 0, mentionText: "Tom Okafor", mentioned: user(tom) }],
	attachmentLayout: null,
	attachments: [],
	...some,
});
const started = (messagePayload: object | undefined, some: object = {}) => ({
	id: "f:19ccc884-c792-35ef-2f40-d0ff43dcca71",
	name: "composeExtension/fetchTask",
	value: {
		commandId: startShortcut,
		commandContext: "message",
		requestId: "7f7d22efe5414818becebcec649a7912",
		messagePayload,
		context: { theme: "default" },
		...some,
	},
});
const wish = {
	by: person(tom),
	place: { ...place, thread: message },
	request: "@Tom Okafor the printer is jammed",
	source: "shortcut",
	once: `${channel}:${message}`,
	original: { ref, author: person(dana), at: Date.parse("2024-01-12T16:41:07.123Z") },
	whom: null,
};
const onPost = (value: ReturnType<typeof started>) =>
	inChannel("invoke", tom, null, { ...value, channelData: channelData({ source: { name: "message" } }) });

export const extension: Arrival[] = [
	{
		what: "the command on a channel's message",
		activity: onPost(started(payload())),
		means: [met(tom, "channel"), ["open", wish]],
		answer: closes,
	},
	{
		what: "the command on a reply in a thread",
		activity: inChannel("invoke", tom, root, started(payload({ replyToId: root }))),
		means: [met(tom, "channel"), ["open", { ...wish, place }]],
		answer: closes,
	},
	{
		what: "the command on a message of a group chat",
		activity: inGroup("invoke", tom, started(payload())),
		means: [
			met(tom, "group"),
			[
				"open",
				{
					...wish,
					place: { workspace, channel: group, thread: null },
					once: `${group}:${message}`,
					original: { ...wish.original, ref: { ...ref, channel: group } },
				},
			],
		],
		answer: closes,
	},
	{
		what: "the command on a message without HTML",
		activity: onPost(
			started(payload({ body: { contentType: "text", content: "the printer is jammed" }, mentions: [] })),
		),
		means: [met(tom, "channel"), ["open", { ...wish, request: "the printer is jammed" }]],
		answer: closes,
	},
	{
		what: "the command on another app's message",
		activity: onPost(
			started(
				payload({
					from: from({
						application: {
							applicationIdentityType: "webhook",
							id: "b8c1c68c-e290-4bdd-81c3-266f310751dc",
							displayName: "Status",
						},
					}),
				}),
			),
		),
		means: [
			met(tom, "channel"),
			[
				"open",
				{
					...wish,
					original: {
						...wish.original,
						author: { identity: `${workspace}:b8c1c68c-e290-4bdd-81c3-266f310751dc`, name: "Status" },
					},
				},
			],
		],
		answer: closes,
	},
	{
		what: "the command that is refused",
		activity: onPost(started(payload())),
		backend: { open: async () => ({ ok: false, refusal: { code: "not-bound" } }) },
		means: [met(tom, "channel"), ["open", wish]],
		answer: closes,
	},
	{
		// Sent where a dialog of the command's is answered; ours opens none.
		what: "the command's submission",
		activity: onPost({
			...started(payload(), { data: {}, botMessagePreviewAction: null, botActivityPreview: null }),
			name: "composeExtension/submitAction",
		}),
		means: [met(tom, "channel"), ["open", wish]],
		answer: closes,
	},
	{
		what: "the command without a message",
		activity: inPersonal("invoke", tom, started(undefined, { commandContext: "compose" })),
		means: [met(tom, "personal")],
		answer: closes,
	},
];
