// Messages that change or go, by the event in `channelData`:
// https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/conversation-messages
import {
	type Arrival,
	channel,
	channelData,
	dana,
	group,
	inChannel,
	inGroup,
	message,
	met,
	person,
	place,
	ref,
	root,
	workspace,
	written,
} from "./acme.ts";

const when = "2024-01-12T16:41:07.123Z";
const changed = (event: string, html: string) => ({
	...written(html, { toBot: false }),
	channelData: channelData({ eventType: event }),
});
const edited = {
	by: person(dana),
	place,
	ref,
	text: "The printer prints again",
	once: `${channel}:${message}:${when}`,
};
const inChat = {
	place: { workspace, channel: group, thread: null },
	ref: { workspace, channel: group, message },
};

export const edits: Arrival[] = [
	{
		what: "an edit",
		activity: inChannel("messageUpdate", dana, root, changed("editMessage", "The printer prints again")),
		means: [met(dana, "channel"), ["edited", edited]],
	},
	{
		what: "an edit in a group chat",
		activity: inGroup("messageUpdate", dana, {
			...written("The printer prints again", { toBot: false }),
			channelData: { eventType: "editMessage", tenant: { id: workspace.slice("teams:".length) } },
		}),
		means: [met(dana, "group"), ["edited", { ...edited, ...inChat, once: `${group}:${message}:${when}` }]],
	},
	{
		// Teams reports an undeleted message like an edit.
		what: "a message whose deletion was undone",
		activity: inChannel("messageUpdate", dana, root, changed("undeleteMessage", "The printer prints again")),
		means: [met(dana, "channel"), ["edited", edited]],
	},
	{
		what: "an edit outside a session",
		activity: inChannel("messageUpdate", dana, root, changed("editMessage", "Lunch at one?")),
		backend: { isSession: async () => false },
		means: [met(dana, "channel")],
	},
	{
		what: "a message that was deleted",
		activity: inChannel("messageDelete", dana, root, {
			channelData: channelData({ eventType: "softDeleteMessage" }),
		}),
		means: [met(dana, "channel"), ["deleted", { author: person(dana), place, ref }]],
	},
	{
		what: "a deletion outside a session",
		activity: inChannel("messageDelete", dana, root, {
			channelData: channelData({ eventType: "softDeleteMessage" }),
		}),
		backend: { isSession: async () => false },
		means: [met(dana, "channel")],
	},
];
