// What an event calls a channel, a team or a group chat.
import { type Activity, workspaceIn } from "./activity.ts";

/** `of`: what the id names. */
export type Named = { workspace: string; of: "channel" | "team" | "group"; id: string; name: string };

/** Null where it tells no name: Teams tells a channel's and a team's when it is new, and a group chat's where it has one.
 * https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/subscribe-to-conversation-events */
export const namedIn = (activity: Activity): Named | null => {
	const { type, channelData, conversation } = activity;
	const workspace = workspaceIn(activity);
	if (type !== "conversationUpdate" || !workspace) return null;
	const event = channelData?.eventType;
	if (event === "channelCreated" || event === "channelRenamed")
		return named(workspace, "channel", channelData?.channel);
	if (event === "teamRenamed") return named(workspace, "team", channelData?.team);
	return conversation.conversationType === "groupChat" ? named(workspace, "group", conversation) : null;
};

const named = (
	workspace: string,
	of: Named["of"],
	told: { id: string; name?: string | null | undefined } | null | undefined,
): Named | null => (told?.name ? { workspace, of, id: told.id, name: told.name } : null);
