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

/** `#front-desk`; null where it has none, or Slack doesn't tell it. A workspace whose installation is older than the scope
 * `channels:read` answers `missing_scope`. Takes no longer than `within`, in ms. */
export const channelName = async (
	{ token, apiUrl }: { token: string; apiUrl: string },
	channel: string,
	within: number,
): Promise<string | null> => {
	const call = webApi({
		authorization: `Bearer ${token}`,
		apiUrl: apiUrl.replace(/\/$/, ""),
		fetch: (...request) => fetch(...request),
	});
	const asked = new URLSearchParams({ channel });
	const answer = await call("conversations.info", asked, Info, AbortSignal.timeout(within));
	if (!answer.ok) return null;
	const { name, is_im, is_mpim } = answer.body.channel;
	return name && !is_im && !is_mpim ? `#${name}` : null;
};
