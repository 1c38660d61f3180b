// What people call a channel and its team, asked of the connector; only for people to read.
// https://learn.microsoft.com/microsoftteams/platform/bots/how-to/get-teams-context
import { z } from "zod";
import { type Call, pathOfTeam } from "./connector.ts";

const Team = z.looseObject({ name: z.string().nullish() });
const Channels = z.looseObject({
	conversations: z.array(z.looseObject({ id: z.string(), name: z.string().nullish() })),
});

/** `nameless`: Teams lists no such channel; it lists no private one. `unanswered`: it refuses, or doesn't say. `partly`: so it is
 * with the team's name. */
type Answer = { name: string; team: string | null; partly: boolean } | "nameless" | "unanswered";

/** Takes about `within`, in ms, at most. */
export const channelName = async (
	call: Call,
	{ serviceUrl, channel, team }: { serviceUrl: string; channel: string; team: string },
	within: number,
): Promise<Answer> => {
	const signal = AbortSignal.timeout(within);
	const [details, list] = await Promise.all([
		call(serviceUrl, "GET", pathOfTeam(team), null, Team, signal),
		call(serviceUrl, "GET", pathOfTeam(team, "conversations"), null, Channels, signal),
	]);
	if (!list.ok) return "unanswered";
	const found = list.body.conversations.find(({ id }) => id === channel);
	if (!found) return "nameless";
	const name = found.name || general;
	return { name, team: (details.ok && details.body.name) || null, partly: !details.ok };
};

/** The one channel for which Teams tells no name: each client shows it in its own language. */
const general = "General";
