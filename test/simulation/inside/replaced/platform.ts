// The made-up chat platform in place of Slack and Teams.
import type { Given, Platform } from "../../../../worker/workspace/platform/platform.ts";
import { slackPace } from "../../../../worker/workspace/platform/slack.ts";
import type { Pace } from "../../../../worker/workspace/posting/pace.ts";
import { deployment } from "../world/deployment.ts";

/** As much as Teams takes. Its own strategy would bring all of botbuilder with it. */
const rate = { burst: 4, perSecond: 1.8, hourly: { burst: 600, perSecond: 0.33 } };
const teamsPace: Pace = { post: rate, edit: rate, editsTogether: false };

export const platformOf = ({ id, drops }: Given): Platform => ({
	needsToken: false,
	deliversAgain: false,
	pace: id.startsWith("slack:") ? slackPace : teamsPace,
	poster: async () => deployment().chat.poster,
	reader:
		async () =>
		async ({ name }) =>
			deployment().chat.read(name),
	// Whom it takes nothing from finds out in other tests.
	whyNot: () => null,
	isClosed: () => false,
	hearing: () => (drops() ? "part" : "whole"),
	isOwnChat: (channel, identity) => channel === `D${identity.split(":")[2]}`,
	nameOf: async () => "nameless",
});
