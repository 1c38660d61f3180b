// How fast a platform lets us speak: a bucket of tokens per lane. Pure: the clock is an argument.

type Limit = { burst: number; perSecond: number };
/** `hourly`: a second bucket, from which each takes a token, too. */
export type Rate = Limit & { hourly?: Limit };

/** A platform's rates. `editsTogether`: they count against one rate of the app, whatever the conversation. */
export type Pace = { post: Rate; edit: Rate; editsTogether: boolean };

/** As of `at`; if that is in the future, nothing passes before it. `hourly` null: that bucket is full. */
export type Bucket = { tokens: number; hourly: number | null; at: number };

/** Passing versions leave this many tokens, so that a press shows at once even while a lot is printed. */
const reserved = ({ burst }: Limit): number => Math.floor(burst / 2);

/** Takes one token: the bucket afterwards, or when there will be one. */
export const take = (
	rate: Rate,
	bucket: Bucket | null,
	now: number,
	passing = false,
): { ok: true; bucket: Bucket } | { ok: false; at: number } => {
	if (bucket && bucket.at > now) return { ok: false, at: bucket.at };
	/** The tokens there are, and in how many ms there are enough. */
	const level = (limit: Limit, tokens: number | null | undefined) => {
		const there =
			bucket && typeof tokens === "number"
				? Math.min(limit.burst, tokens + ((now - bucket.at) / 1000) * limit.perSecond)
				: limit.burst;
		const lacking = (passing ? 1 + reserved(limit) : 1) - there;
		return { left: there - 1, wait: Math.max(0, Math.ceil((lacking / limit.perSecond) * 1000)) };
	};
	const short = level(rate, bucket?.tokens);
	const hourly = rate.hourly && level(rate.hourly, bucket?.hourly);
	const wait = Math.max(short.wait, hourly?.wait ?? 0);
	if (wait > 0) return { ok: false, at: now + wait };
	return { ok: true, bucket: { tokens: short.left, hourly: hourly?.left ?? null, at: now } };
};

/** The platform asked for silence until then: afterwards one passes, and the rest at the usual rate. */
export const pause = (bucket: Bucket | null, until: number): Bucket => ({
	tokens: 1,
	hourly: bucket?.hourly ?? null,
	at: Math.max(bucket?.at ?? 0, until),
});
