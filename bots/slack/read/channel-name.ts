// A channel's name as Slack shows it, only for people to read; no rule uses it.
import { z } from "zod";
import { webApi } from "../web-api.ts";

/** https://docs.slack.dev/reference/methods/conversations.info */
const Info = z.looseObject({
	channel: z.looseObject({
		name: z.string().nullish(),
		is_im: z.boolean().nullish(),
		is_mpim: z.boolean().nullish(),
	}),
});

/** `name`: `#front-desk`. `nameless`: it has none. `missing scope`: the app may not ask, since it was installed before it asked for
 * `channels:read`. `unanswered`: Slack refuses, or doesn't say. */
type Answer = { name: string } | "nameless" | "missing scope" | "unanswered";

/** Takes no longer than `within`, in ms. */
export const channelName = async (
	{ token, apiUrl }: { token: string; apiUrl: string },
	channel: string,
	within: number,
): Promise<Answer> => {
	const call = webApi({
		authorization: `Bearer ${token}`,
		apiUrl: apiUrl.replace(/\/$/, ""),
		fetch: (...request) => fetch(...request),
	});
	const asked = new URLSearchParams({ channel });
	const answer = await call("conversations.info", asked, Info, AbortSignal.timeout(within));
	if (!answer.ok)
		return "error" in answer && answer.error === "missing_scope" ? "missing scope" : "unanswered";
	const { name, is_im, is_mpim } = answer.body.channel;
	return name && !is_im && !is_mpim ? { name: `#${name}` } : "nameless";
};
