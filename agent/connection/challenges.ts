// The challenges of one control connection: for one plan each, good once, for a minute of the agent's own clock.
import { randomBytes, timingSafeEqual } from "node:crypto";
import { base64, utf8 } from "../../protocol/bytes.ts";
import { elapsed } from "../machine/clock.ts";

export type Challenges = ReturnType<typeof newChallenges>;

/** `now` is a clock in milliseconds that never goes back. */
export const newChallenges = (lifeMs: number, now: () => number = elapsed) => {
	const made = new Map<string, { challenge: string; madeAt: number }[]>();
	return {
		/** A fresh challenge for a plan, 32 bytes in base64. Offers may cross: former ones stay good, together once. */
		make(plan: string): string {
			const challenge = base64(randomBytes(32));
			const former = made.get(plan)?.slice(1 - mostOfOnePlan) ?? [];
			made.set(plan, [...former, { challenge, madeAt: now() }]);
			return challenge;
		},
		/** When this challenge of the plan was made, by the same clock; null: unknown or too old. Uses it up. */
		consume(plan: string, challenge: string): number | null {
			const found = made.get(plan)?.find((one) => same(one.challenge, challenge));
			if (!found) return null;
			made.delete(plan);
			return now() <= found.madeAt + lifeMs ? found.madeAt : null;
		},
		/** The plan that a challenge was made for, while its grant is awaited. */
		planOf: (challenge: string): string | undefined =>
			[...made].find(([, all]) => all.some((one) => same(one.challenge, challenge)))?.[0],
		/** The plan must be offered again. */
		forget: (plan: string): void => void made.delete(plan),
		/** The plans that a grant is awaited for, newest last. */
		outstanding: (): string[] => [...made.keys()],
	};
};

const mostOfOnePlan = 8;

const same = (a: string, b: string): boolean => a.length === b.length && timingSafeEqual(utf8(a), utf8(b));
