// The challenges of one control connection: for one plan each, good once, for a minute by the monotonic clock.
import { randomBytes, timingSafeEqual } from "node:crypto";
import { base64, utf8 } from "../protocol/bytes.ts";

export type Challenges = ReturnType<typeof newChallenges>;

/** `now` is a monotonic clock in milliseconds. */
export const newChallenges = (lifeMs: number, now: () => number = () => performance.now()) => {
	const outstanding = new Map<string, { challenge: string; until: number }[]>();
	return {
		/** A fresh challenge for a plan, 32 bytes in base64. Offers may cross: former ones stay good, together once. */
		make(plan: string): string {
			const challenge = base64(randomBytes(32));
			const former = outstanding.get(plan)?.slice(1 - mostOfOnePlan) ?? [];
			outstanding.set(plan, [...former, { challenge, until: now() + lifeMs }]);
			return challenge;
		},
		/** Whether this is a challenge of the plan; from now on none is. */
		consume(plan: string, challenge: string): boolean {
			const found = outstanding.get(plan)?.find((one) => same(one.challenge, challenge));
			if (!found) return false;
			outstanding.delete(plan);
			return now() <= found.until;
		},
		/** The plan must be offered anew. */
		forget: (plan: string): void => void outstanding.delete(plan),
		/** The plans that a grant is awaited for, newest last. */
		awaited: (): string[] => [...outstanding.keys()],
	};
};

const mostOfOnePlan = 8;

const same = (a: string, b: string): boolean => a.length === b.length && timingSafeEqual(utf8(a), utf8(b));
