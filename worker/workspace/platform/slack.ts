// A Slack team, as its Workspace sees it: everything is done with the team's own token.

import { slackPoster } from "../../../bots/slack/poster.ts";
import { readAgain } from "../../../bots/slack/read/files.ts";
import { platforms } from "../../../protocol/platform.ts";
import { settings } from "../../env.ts";
import { following } from "../places/channels.ts";
import type { Pace } from "../posting/pace.ts";
import type { Given, Platform } from "./platform.ts";

/** About one message a second and channel, short bursts allowed; 50 edits for the app in any minute. */
export const slackPace = {
	post: { burst: 4, perSecond: 1 },
	edit: { burst: 10, perSecond: 0.65 },
	editsTogether: true,
} as const satisfies Pace;

export const slack = ({ env, id: workspace, token, channels, drops }: Given): Platform => ({
	needsToken: platforms.slack.ownToken,
	pace: slackPace,
	poster: async () => {
		const own = await token().catch((error) => void console.error("token:", error));
		const apiUrl = settings(env).SLACK_API_URL;
		return own ? following(channels, slackPoster({ token: own, workspace, apiUrl })) : null;
	},
	reader: async () => {
		const own = await token();
		const apiUrl = settings(env).SLACK_API_URL;
		return own === null ? null : (file, within) => readAgain({ token: own, apiUrl }, file, within);
	},
	hearing: () => (drops() ? "part" : "whole"),
	/** https://docs.slack.dev/reference/objects/conversation-object: direct messages alone begin with D. */
	isOwnChat: (channel) => channel.startsWith("D"),
});
