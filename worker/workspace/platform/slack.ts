// A Slack team, as its Workspace sees it: everything is done with the team's own token.

import { answerAt, slackPoster } from "../../../bots/slack/poster.ts";
import { channelName } from "../../../bots/slack/read/channel-name.ts";
import { readAgain } from "../../../bots/slack/read/files.ts";
import { slackTrouble } from "../../../bots/slack/trouble.ts";
import { tokenIsDead } from "../../../bots/slack/web-api.ts";
import { platforms } from "../../../protocol/platform.ts";
import { settings } from "../../env.ts";
import { following } from "../places/channels.ts";
import type { Pace, Rate } from "../posting/pace.ts";
import { type Given, type Platform, tellWithin } from "./platform.ts";

/** 50 in any minute, also where some take three seconds longer on their way. A plan's end always finds 12 of them. When many plans are decided at once, 20 cards lose their buttons
 * and 30 are left for the ends that may soon follow; after 15 seconds the next 20 lose theirs. */
const edit: Rate = {
	spans: [
		{ ms: 63_000, most: [50, 38, 38, 38, 34] },
		{ ms: 15_000, most: [50, 20, 14, 14, 10] },
	],
};

/** About one message a second and channel, short bursts allowed; 50 edits for the app in any minute. */
export const slackPace = {
	post: { burst: 4, perSecond: 1 },
	edit,
	editsTogether: true,
} as const satisfies Pace;

export const slack = ({ env, id: workspace, token, channels, drops }: Given): Platform => ({
	needsToken: platforms.slack.ownToken,
	deliversAgain: true,
	sentAt: (message) => Number(message) * 1_000,
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
	whyNot: slackTrouble,
	isClosed: tokenIsDead,
	answer: (address, message) => answerAt(workspace, address, message),
	hearing: () => (drops() ? "part" : "whole"),
	isOwnChat: isDirect,
	nameOf: async (channel) => {
		if (isDirect(channel)) return "nameless";
		const own = await token().catch((error) => void console.error("token:", error));
		if (!own) return "not now";
		const apiUrl = settings(env).SLACK_API_URL;
		const answer = await channelName({ token: own, apiUrl }, channels.currentIdOf(channel), tellWithin);
		return typeof answer === "string" ? answer : { ...answer, team: null };
	},
});

/** https://docs.slack.dev/reference/objects/conversation-object: direct messages alone begin with D. */
const isDirect = (channel: string): boolean => channel.startsWith("D");
