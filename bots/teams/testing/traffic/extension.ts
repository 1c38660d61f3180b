// The command on a message: https://learn.microsoft.com/microsoftteams/platform/messaging-extensions/how-to/action-commands/create-task-module
// (`composeExtension/fetchTask`) and respond-to-task-module-submit there (`composeExtension/submitAction`).
import { startShortcut } from "../../../../cards/model/actions.ts";
import type { Place } from "../../../../protocol/record/events.ts";
import {
	type Arrival,
	channel,
	channelData,
	closes,
	dana,
	group,
	inChannel,
	inGroup,
	inPersonal,
	type Meant,
	message,
	met,
	person,
	personal,
	place,
	ref,
	root,
	tom,
	workspace,
} from "./acme.ts";
import { forwarded, from, guest, html, pasted, payload, quoted, reference } from "./graph.ts";

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
const strange = (at: Place): Meant => [
	"attempt",
	{ by: person(tom), place: at, action: "shortcut", code: "unknown-action", detail: "shortcut" },
];
const onPost = (value: ReturnType<typeof started>) =>
	inChannel("invoke", tom, null, { ...value, channelData: channelData({ source: { name: "message" } }) });

const unread = "Teams does not give its bytes to a bot there";

const unknown = (name: string) => ({
	...wish,
	original: { ...wish.original, author: { identity: `${workspace}:unknown`, name } },
});

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
		means: [met(tom, "personal"), strange({ workspace, channel: personal, thread: null })],
		answer: closes,
	},
	{
		what: "a command of no known name",
		activity: onPost(started(payload(), { commandId: "an_older_command" })),
		means: [met(tom, "channel"), strange({ ...place, thread: null })],
		answer: closes,
	},
	{
		what: "the command on a message with a file and a pasted picture",
		activity: onPost(
			started(
				payload({
					...html(`<div>see it<br>${pasted}</div><attachment id="${reference.id}"></attachment>`),
					attachments: [reference],
				}),
			),
		),
		means: [
			met(tom, "channel"),
			["open", { ...wish, request: "see it\nimage" }],
			[
				"said",
				{
					by: person(dana),
					place: wish.place,
					ref,
					text: "see it\nimage",
					expected: [
						{ file: "0", name: "budget.xlsx" },
						{ file: "1", name: "a picture" },
					],
				},
			],
			...["budget.xlsx", "a picture"].map(
				(name, i): Meant => [
					"attached",
					{
						by: person(dana),
						place: wish.place,
						ref,
						file: `${i}`,
						content: { name, reason: unread },
					},
				],
			),
		],
		answer: closes,
	},
	{
		what: "the command on a message that forwards another",
		activity: onPost(
			started(
				payload({
					...html(`<p>Same here</p><attachment id="${forwarded.id}"></attachment>`),
					attachments: [forwarded],
				}),
			),
		),
		means: [met(tom, "channel"), ["open", { ...wish, request: "Same here\n> The scanner & the printer" }]],
		answer: closes,
	},
	{
		what: "the command on a message that quotes another",
		activity: onPost(
			started(
				payload({
					...html(`<attachment id="${quoted.id}"></attachment><p>The one at the front desk</p>`),
					attachments: [quoted],
				}),
			),
		),
		means: [
			met(tom, "channel"),
			["open", { ...wish, request: "> Which <printer>?\nThe one at the front desk" }],
		],
		answer: closes,
	},
	...[
		{ userIdentityType: "anonymousGuest", id: "live:.cid.1a2b3c4d5e6f7890", displayName: "Dana at home" },
		{ userIdentityType: "emailUser", id: "dana@example.com", displayName: "Dana Reyes" },
		{ userIdentityType: "phoneUser", id: "+15550100", displayName: "Dana Reyes" },
	].map((one) => ({
		// https://learn.microsoft.com/graph/api/resources/teamworkuseridentity: the kinds of people without an object id.
		what: `the command on a message of an ${one.userIdentityType}`,
		activity: onPost(started(guest(one))),
		means: [met(tom, "channel"), ["open", unknown(one.displayName)]] satisfies Meant[],
		answer: closes,
	})),
	{
		what: "the command on a message of someone who isn't named",
		activity: onPost(started(guest({ userIdentityType: "phoneUser", id: "+15550100", displayName: null }))),
		means: [met(tom, "channel"), ["open", unknown("unknown")]],
		answer: closes,
	},
];
