// The made-up chat platform in place of Slack and Teams.
import type { Given, Platform } from "../../../../worker/workspace/platform/platform.ts";
import { slackPace } from "../../../../worker/workspace/platform/slack.ts";
import { deployment } from "../world/deployment.ts";

export const platformOf = ({ drops }: Given): Platform => ({
	needsToken: false,
	pace: slackPace,
	poster: async () => deployment().chat.poster,
	reader: async () => null,
	hearing: () => (drops() ? "part" : "whole"),
	isOwnChat: (channel, identity) => channel === `D${identity.split(":")[2]}`,
	nameOf: async () => "nameless",
});
