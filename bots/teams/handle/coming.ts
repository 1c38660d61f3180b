// The app is added to a team or chat, or removed from one.

import type { Coming } from "../contacts.ts";
import { type Activity, instantOf, workspaceIn } from "../read/activity.ts";

/** Null if it is something else. Of a team's it counts for all of its channels. Teams may tell of it twice, and without
 * anyone of a tenant who did it. https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/subscribe-to-conversation-events */
export const comingOf = (activity: Activity, now: number): Coming | null => {
	const workspace = workspaceIn(activity);
	const here = added(activity) ? true : removed(activity) ? false : null;
	if (!workspace || here === null) return null;
	const { channelData, conversation, from } = activity;
	const place = channelData?.team?.id ?? (conversation.id.split(";messageid=")[0] as string);
	const who = from.aadObjectId
		? `${workspace}:${from.aadObjectId} (${from.name || from.aadObjectId})`
		: "teams";
	return { workspace, place, here, who: who.slice(0, 300), at: instantOf(activity, now) };
};

const added = ({ type, action, membersAdded, recipient }: Activity): boolean =>
	type === "installationUpdate"
		? action === "add"
		: type === "conversationUpdate" && (membersAdded ?? []).some(({ id }) => id === recipient?.id);

/** An upgrade removes it for a moment; Teams reports that as another action. */
const removed = ({ type, action, membersRemoved, recipient }: Activity): boolean =>
	type === "installationUpdate"
		? action === "remove"
		: type === "conversationUpdate" && (membersRemoved ?? []).some(({ id }) => id === recipient?.id);
