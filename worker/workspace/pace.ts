// How fast a platform lets us speak: a bucket of tokens per lane. Pure: the clock is an argument.

export type Rate = { burst: number; perSecond: number };

/** Slack: about one message a second and channel, short bursts allowed; 50 edits for the app in any minute.
 * Teams: a conversation takes 7 in a second, 8 in two, 60 in thirty, 1,800 in an hour, posts and edits together
 * (learn.microsoft.com, "Optimize your bot with rate limiting"). */
export const rates = {
	slack: { post: { burst: 4, perSecond: 1 }, edit: { burst: 10, perSecond: 0.65 } },
	teams: { post: { burst: 6, perSecond: 0.49 }, edit: { burst: 6, perSecond: 0.49 } },
} as const satisfies Record<string, Record<"post" | "edit", Rate>>;

export const rateOf = (workspace: string, what: "post" | "edit"): Rate =>
	rates[workspace.startsWith("teams:") ? "teams" : "slack"][what];

/** As of `at`; where that is to come, nothing is let through before it. */
export type Bucket = { tokens: number; at: number };

/** What passes leaves so many tokens, so that a press is shown at once also where a lot is printed. */
const kept = ({ burst }: Rate): number => Math.floor(burst / 2);

/** Takes one token: the bucket afterwards, or when there will be one. */
export const take = (
	rate: Rate,
	bucket: Bucket | null,
	now: number,
	passing = false,
): { ok: true; bucket: Bucket } | { ok: false; at: number } => {
	const wanted = passing ? 1 + kept(rate) : 1;
	if (bucket && bucket.at > now) return { ok: false, at: bucket.at };
	const refilled = bucket
		? Math.min(rate.burst, bucket.tokens + ((now - bucket.at) / 1000) * rate.perSecond)
		: rate.burst;
	if (refilled >= wanted) return { ok: true, bucket: { tokens: refilled - 1, at: now } };
	return { ok: false, at: now + Math.ceil(((wanted - refilled) / rate.perSecond) * 1000) };
};

/** The platform asked for silence until then: afterwards one is let through, and the rest at the usual rate. */
export const pause = (bucket: Bucket | null, until: number): Bucket => ({
	tokens: 1,
	at: Math.max(bucket?.at ?? 0, until),
});
