// How fast a platform lets us speak, and what its rate is spent on first. Pure: the clock is an argument.
import { urgency } from "./urgency.ts";

type Limit = { burst: number; perSecond: number };
/** A bucket of tokens that fills again. `hourly`: a second bucket, from which each takes a token, too. */
type Tokens = Limit & { hourly?: Limit };
/** At most so many in any span of so many ms, all together. The less urgent one is, the more it leaves to others: `most`
 * is in the order of `urgency`. */
type Spans = { spans: { ms: number; most: [number, number, number, number, number] }[] };
export type Rate = Tokens | Spans;

/** A platform's rates. `editsTogether`: they count against one rate of the app, whatever the conversation. */
export type Pace = { post: Rate; edit: Rate; editsTogether: boolean };

/** So many times as fast. */
export const timesAsFast = ({ post, edit, ...rest }: Pace, times: number): Pace => {
	const limit = <Of extends Limit>(one: Of): Of => ({
		...one,
		burst: one.burst * times,
		perSecond: one.perSecond * times,
	});
	const rate = (one: Rate): Rate =>
		"spans" in one
			? { spans: one.spans.map(({ ms, most }) => ({ ms: ms / times, most })) }
			: { ...limit(one), ...(one.hourly && { hourly: limit(one.hourly) }) };
	return { ...rest, post: rate(post), edit: rate(edit) };
};

/** As of `at`; if that is in the future, nothing passes before it. `hourly` null: that bucket is full. `recent`: when the last
 * ones went, in ms, where spans count. `slowUntil`: until then one a second, as the platform asked for silence. */
export type Bucket = {
	tokens: number;
	hourly: number | null;
	at: number;
	recent: number[];
	slowUntil: number;
};

const full: Bucket = { tokens: 0, hourly: null, at: 0, recent: [], slowUntil: 0 };

/** So many of a minute's or an hour's messages may be forgotten. */
const few = { spans: 10, hourly: 20 };

/** Whether no harm comes of it if a restart forgets this, and knows what was stored before: each that is stored costs a row. A
 * burst may then go out once more; what the platform asked for is never forgotten. */
export const mayForget = (stored: Bucket | null, { slowUntil, recent, hourly }: Bucket): boolean =>
	slowUntil === 0 &&
	recent.length <= few.spans &&
	(hourly === null || (typeof stored?.hourly === "number" && stored.hourly - hourly < few.hourly));

type Turn = { ok: true; bucket: Bucket } | { ok: false; at: number };

/** Takes a turn: the bucket afterwards, or when there will be one for something as urgent. */
export const take = (
	rate: Rate,
	bucket: Bucket | null,
	now: number,
	urgent: number = urgency.changed,
): Turn => {
	if (bucket && bucket.at > now) return { ok: false, at: bucket.at };
	return "spans" in rate
		? takeSpan(rate, bucket ?? full, now, urgent)
		: takeToken(rate, bucket, now, urgent === urgency.passing);
};

const takeSpan = ({ spans }: Spans, bucket: Bucket, now: number, urgent: number): Turn => {
	const recent = bucket.recent.filter((at) => at > now - Math.max(...spans.map(({ ms }) => ms)));
	const freeAt = spans.map(({ ms, most }) => {
		// The span is free again once this one is out of it.
		const last = recent.at(-(most[urgent] ?? 1));
		return last === undefined ? now : last + ms;
	});
	const at = Math.max(now, ...freeAt);
	if (at > now) return { ok: false, at };
	const next = now < bucket.slowUntil ? now + 1_000 : 0;
	return { ok: true, bucket: { ...bucket, recent: [...recent, now], at: next } };
};

/** Passing versions leave this many tokens, so that a press shows at once even while a lot is printed. */
const reserved = ({ burst }: Limit): number => Math.floor(burst / 2);

const takeToken = (rate: Tokens, bucket: Bucket | null, now: number, passing: boolean): Turn => {
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
	return { ok: true, bucket: { ...full, tokens: short.left, hourly: hourly?.left ?? null, at: now } };
};

/** So long after a silence one message a second goes out where spans count, in ms. */
const slowFor = 60_000;

/** For how many ms the platform still wants to hear nothing. */
export const silence = (bucket: Bucket | null, now: number): number =>
	Math.max(0, (bucket?.slowUntil ?? 0) - slowFor - now);

/** The platform asked for silence until then: afterwards one is let through, and the rest at the usual rate; where spans
 * count, one a second for a minute. */
export const pause = (bucket: Bucket | null, until: number): Bucket => ({
	...(bucket ?? full),
	tokens: 1,
	at: Math.max(bucket?.at ?? 0, until),
	slowUntil: Math.max(bucket?.slowUntil ?? 0, until + slowFor),
});
