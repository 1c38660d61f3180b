// The address of a thread in its platform's own app, where people go on from a copy that they got directly.
import { conversationKind, type PlatformName, platformIn } from "../protocol/platform.ts";
import type { Place } from "../protocol/record/events.ts";

/** Null: the platform has no address for it. */
export const threadLink = (place: Place): string | null => links[platformIn(place.workspace)](place);

const links = {
	// https://docs.slack.dev/interactivity/deep-linking: it opens the channel; clients that know the message go to it.
	slack: ({ workspace, channel, thread }) =>
		thread === null
			? null
			: `https://slack.com/app_redirect?team=${idIn(workspace)}&channel=${encodeURIComponent(channel)}&message_ts=${encodeURIComponent(thread)}`,
	// https://learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/deep-link-teams
	teams: ({ workspace, channel, thread }) =>
		thread === null || conversationKind({ workspace, channel }) !== "channel"
			? null
			: `https://teams.microsoft.com/l/message/${encodeURIComponent(channel)}/${encodeURIComponent(thread)}?tenantId=${idIn(workspace)}`,
} as const satisfies Record<PlatformName, (place: Place) => string | null>;

const idIn = (workspace: string): string => workspace.slice(workspace.indexOf(":") + 1);
