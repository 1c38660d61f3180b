// What people call a channel and its team, asked of the connector; only for people to read.
// https://learn.microsoft.com/microsoftteams/platform/bots/how-to/get-teams-context
import { z } from "zod";
import { type Call, pathOfTeam } from "./connector.ts";

const Team = z.looseObject({ name: z.string().nullish() });
const Channels = z.looseObject({
	conversations: z.array(z.looseObject({ id: z.string(), name: z.string().nullish() })),
});

/** Null where Teams doesn't tell the channel's name: of a private channel it doesn't. `team`: null where it isn't told. Takes
 * about `within`, in ms, at most. */
export const channelName = async (
	call: Call,
	{ serviceUrl, channel, team }: { serviceUrl: string; channel: string; team: string },
	within: number,
): Promise<{ name: string; team: string | null } | null> => {
	const signal = AbortSignal.timeout(within);
	const [details, list] = await Promise.all([
		call(serviceUrl, "GET", pathOfTeam(team), null, Team, signal),
		call(serviceUrl, "GET", pathOfTeam(team, "conversations"), null, Channels, signal),
	]);
	const found = list.ok && list.body.conversations.find(({ id }) => id === channel);
	if (!found) return null;
	return { name: found.name || general, team: (details.ok && details.body.name) || null };
};

/** The one channel for which Teams tells no name: each client shows it in its own language. */
const general = "General";
