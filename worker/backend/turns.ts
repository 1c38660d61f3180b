// How often one account, or one network, may do something: judged in the Worker, before any object is asked. In memory, so each of
// its instances counts by itself.
import { type Quota, type Spent, spend } from "../../domain/quota.ts";

/** So many are remembered. */
const remembered = 10_000;

type One = { spent: Spent; refused: boolean };

/** `first`: the first refusal in a row. `at`: when the next turn comes, in ms. */
export type Turn = { ok: true } | { ok: false; at: number; first: boolean };

export type Turns = {
	take(who: string, quota: Quota, now: number): Turn;
	/** Gives a turn back that was taken for something that doesn't count. */
	giveBack(who: string): void;
};

export const turns = (): Turns => {
	const all = new Map<string, One>();
	return {
		take: (who, quota, now) => {
			const before = all.get(who);
			const turn = spend(quota, before?.spent ?? null, now);
			if (!turn.ok) {
				const first = !before?.refused;
				if (before) before.refused = true;
				return { ok: false, at: turn.at, first };
			}
			all.delete(who);
			all.set(who, { spent: turn.spent, refused: false });
			const [oldest] = all.keys();
			if (all.size > remembered && oldest !== undefined) all.delete(oldest);
			return { ok: true };
		},
		giveBack: (who) => {
			const one = all.get(who);
			if (one) one.spent.tokens += 1;
		},
	};
};
