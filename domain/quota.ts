// How often is too often, and what is written down of it. Pure: the clock is an argument.

/** So many refusals of one account, or of one stranger's network, are written down one by one. */
export const each = 20;
/** So many of all accounts together, besides each account's first; and as many of all strangers. */
export const together = 500;

/** Whom a platform or a sign-in vouches for, or who is known by an address alone. */
export type Refused = "account" | "stranger";

/** What the record says of the nth refusal of one account, which would be the `all`th that is written down of all accounts (or
 * strangers): the whole; how many there were, from the first that isn't written, then at the hundredth, thousandth and so on; or
 * nothing. An account's first is always written. Strangers cost nothing to make up: beyond `together` no more of them is. */
export const noteOf = (of: Refused, n: number, all: number): "whole" | "count" | "nothing" => {
	if (of === "account" && n === 1) return "whole";
	const room = all <= together;
	if (n <= each) return room ? "whole" : "nothing";
	const counts = n === each + 1 || (n >= 100 && /^10+$/.test(String(n)));
	return counts && (room || of === "account") ? "count" : "nothing";
};

/** Tokens that come back with time: so many at once, and so many a minute in the long run. */
export type Quota = { burst: number; perMinute: number };
/** `at` in ms. */
export type Spent = { tokens: number; at: number };

/** A quota that is so many times as large. */
export const timesMore = ({ burst, perMinute }: Quota, times: number): Quota => ({
	burst: burst * times,
	perMinute: perMinute * times,
});

/** Takes one token; if there is none: when there will be one, in ms. */
export const spend = (
	{ burst, perMinute }: Quota,
	spent: Spent | null,
	now: number,
): { ok: true; spent: Spent } | { ok: false; at: number } => {
	const back = spent ? (Math.max(0, now - spent.at) / 60_000) * perMinute : burst;
	const tokens = Math.min(burst, (spent?.tokens ?? 0) + back);
	if (tokens < 1) return { ok: false, at: now + Math.ceil(((1 - tokens) / perMinute) * 60_000) };
	return { ok: true, spent: { tokens: tokens - 1, at: now } };
};

/** New requests. A redelivered one isn't new. */
export const requests = {
	person: { burst: 20, perMinute: 1 },
	client: { burst: 60, perMinute: 6 },
	workspace: { burst: 300, perMinute: 60 },
} as const satisfies Record<string, Quota>;

/** An account's presses, commands and dialogs, or a person's in the console. Each instance of the Worker lets some through at once, as
 * `here`, so that no one who presses as people do waits for another object; the workspace, or the Directory, counts the others. */
export const presses = {
	here: { burst: 20, perMinute: 20 },
	workspace: { burst: 40, perMinute: 40 },
	console: { burst: 40, perMinute: 40 },
} as const satisfies Record<string, Quota>;

/** An account's looks at cards of its own, which apps take by themselves as a conversation is scrolled; in each instance of the Worker.
 * They change nothing, and cost no one a press. */
export const looks: Quota = { burst: 120, perMinute: 120 };

/** One person's checks of what they write in the console, at one client: each asks machines. */
export const checks: Quota = { burst: 30, perMinute: 30 };

/** One person's searches for a machine as they type its name. */
export const finds: Quota = { burst: 60, perMinute: 120 };

/** One person's searches in what runs print meanwhile: each reads up to 32 MB of their recordings. */
export const liveSearches: Quota = { burst: 20, perMinute: 10 };

/** Wrong owner's tokens from one network. */
export const guesses: Quota = { burst: 20, perMinute: 1 };
