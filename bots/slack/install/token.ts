// Asks Slack whose token this is, before anything depends on it.
import { z } from "zod";
import { Id } from "../read/payload.ts";
import { tokenIsDead, webApi } from "../web-api.ts";

/** `of`: the bot's in this team, which may be part of an organisation; `wrong`: it can't work, in Slack's word or ours;
 * `unknown`: Slack could not be asked. */
export type WhoseToken =
	| { is: "of"; team: string; enterprise: string | null; name: string }
	| { is: "wrong"; why: string }
	| { is: "unknown"; error: string };

/** https://docs.slack.dev/reference/methods/auth.test; `apiUrl` is the Web API's address. */
export const whoseToken = async (token: string, apiUrl: string): Promise<WhoseToken> => {
	// A header holds none of these, and no token of Slack's does.
	if (!/^[\x21-\x7e]+$/.test(token)) return { is: "wrong", why: "it has characters that no token has" };
	const call = webApi({
		authorization: `Bearer ${token}`,
		apiUrl: apiUrl.replace(/\/$/, ""),
		fetch: (...request) => fetch(...request),
	});
	const answer = await call("auth.test", new URLSearchParams(), Whose, AbortSignal.timeout(timeout));
	if (answer.ok) {
		const { team_id: team, enterprise_id: enterprise, team: name, bot_id } = answer.body;
		if (!bot_id) return { is: "wrong", why: "it's a person's token, not a bot's" };
		return { is: "of", team, enterprise: enterprise ?? null, name: (name ?? team).slice(0, 200) };
	}
	if (answer.kind === "rate-limited") return { is: "unknown", error: "ratelimited" };
	return tokenIsDead(answer.error)
		? { is: "wrong", why: answer.error }
		: { is: "unknown", error: answer.error };
};

/** In ms. */
const timeout = 5_000;

const Whose = z.looseObject({
	team_id: Id,
	enterprise_id: Id.nullish(),
	team: z.string().nullish(),
	bot_id: Id.nullish(),
});
