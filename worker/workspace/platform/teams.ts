// A Teams tenant, as its Workspace sees it: everything is done with the deployment's own registration, and what is known of
// conversations and people comes from what was met.

import { channelName } from "../../../bots/teams/call/names.ts";
import { isRefusal } from "../../../bots/teams/call/token.ts";
import { teamsPoster } from "../../../bots/teams/poster.ts";
import { readAgain } from "../../../bots/teams/read/files.ts";
import { isUnmet, teamsTrouble } from "../../../bots/teams/trouble.ts";
import { platforms } from "../../../protocol/platform.ts";
import type { Pace } from "../posting/pace.ts";
import { type Given, type Platform, tellWithin } from "./platform.ts";
import { teamsCall } from "./registration.ts";

const rate = { burst: 4, perSecond: 1.8, hourly: { burst: 600, perSecond: 0.33 } };

/** A conversation takes 7 in a second, 8 in two, 60 in thirty, 1,800 in an hour, posts and edits together
 * (learn.microsoft.com, "Optimize your bot with rate limiting"). */
export const teamsPace = { post: rate, edit: rate, editsTogether: false } as const satisfies Pace;

export const teams = ({ env, id: workspace, contacts }: Given): Platform => ({
	needsToken: platforms.teams.ownToken,
	deliversAgain: false,
	pace: teamsPace,
	poster: async () => {
		const registered = teamsCall(env);
		return registered && teamsPoster({ ...registered, workspace, contacts });
	},
	reader: async () => {
		const registered = teamsCall(env);
		return registered && ((file, within) => readAgain(registered.download, file, within));
	},
	whyNot: teamsTrouble,
	isClosed: isRefusal,
	isUnmet,
	hearing: (channel) => contacts.hearing(channel),
	isOwnChat: (channel, identity) => contacts.ownChat(identity) === channel,
	nameOf: async (channel) => {
		const found = contacts.conversation(channel);
		if (found && found.kind !== "channel") return "nameless";
		const [team, registered] = [contacts.comings.teamOf(channel), teamsCall(env)];
		if (!found || team === null || !registered) return "not now";
		const { serviceUrl } = found;
		return channelName(registered.call, { serviceUrl, channel, team }, tellWithin);
	},
});
