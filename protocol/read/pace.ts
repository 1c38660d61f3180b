// When a run's records came: what a replay has to know of all of them, read without what they hold.

/** Of records with n > `after`, up to `until`. `clock`: the latest time before them; null: they are the first. `of`: whose time is
 * asked for. Times are the agent's clock, microseconds since 1970, and never go back. */
export type PaceWish = { after: number; until: number; clock: number | null; of: number[] };

/** `moments`: of those that were asked for; `pauses`: what was longer than `longPause`; both in their order. `n`, `clock`: how far
 * this came; ask again from there until there is no more. */
export type Pace = {
	moments: { n: number; at: number }[];
	pauses: { from: number; to: number }[];
	n: number;
	clock: number | null;
};

/** Where there is nothing more. */
export const noPace = ({ after, clock }: PaceWish): Pace => ({ moments: [], pauses: [], n: after, clock });

/** In microseconds. */
export const longPause = 2_000_000;
