// A Teams tenant, as its Workspace sees it: everything is done with the deployment's own registration, and what is known of
// conversations and people comes from what was met.

import { teamsPoster } from "../../../bots/teams/poster.ts";
import { readAgain } from "../../../bots/teams/read/files.ts";
import { platforms } from "../../../protocol/platform.ts";
import { paces } from "../posting/pace.ts";
import type { Given, Platform } from "./platform.ts";
import { teamsCall } from "./registration.ts";

export const teams = ({ env, id: workspace, contacts }: Given): Platform => ({
	needsToken: platforms.teams.ownToken,
	pace: paces.teams,
	poster: async () => {
		const registered = teamsCall(env);
		return registered && teamsPoster({ ...registered, workspace, contacts });
	},
	reader: async () => {
		const registered = teamsCall(env);
		return registered && ((file, within) => readAgain(registered.download, file, within));
	},
	hearing: (channel) => contacts.hearing(channel),
	isOwnChat: (channel, identity) => contacts.ownChat(identity) === channel,
});
