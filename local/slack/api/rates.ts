// Slack's rates: about one message a second and channel, about fifty edits a minute; short bursts pass.

/** Seconds to wait if the call comes too early, else 0. */
export type Rates = (method: string, channel: string) => number;

const allowances: Record<string, { burst: number; perSecond: number; each: boolean }> = {
	"chat.postMessage": { burst: 10, perSecond: 1, each: true },
	"chat.update": { burst: 50, perSecond: 50 / 60, each: false },
};

/** `times`: so many times as many calls as Slack takes. */
export const createRates = (times: number, now: () => number = Date.now): Rates => {
	const buckets = new Map<string, { left: number; at: number }>();
	return (method, channel) => {
		const slacks = allowances[method];
		if (!slacks) return 0;
		const allowance = { ...slacks, burst: slacks.burst * times, perSecond: slacks.perSecond * times };
		const key = allowance.each ? `${method} ${channel}` : method;
		const before = buckets.get(key) ?? { left: allowance.burst, at: now() };
		const refilled = before.left + ((now() - before.at) / 1000) * allowance.perSecond;
		const left = Math.min(allowance.burst, refilled) - 1;
		if (left < 0) return Math.max(1, Math.ceil(-left / allowance.perSecond));
		buckets.set(key, { left, at: now() });
		return 0;
	};
};
