// Posts that are about to be sent or on their way, and what the platform itself says of each meanwhile. In memory: what is lost with
// this object is looked for in chat.

export type Word = { channel: string; message: string };
export type Flights = ReturnType<typeof newFlights>;

/** So many are sent at once. */
const atOnce = 5;

export const newFlights = () => {
	const claims = new Map<string, number>();
	const words = new Map<string, Word | null>();
	return {
		/** Whether a new one will be sent at once, if nothing is in its way. */
		mayClaim: (): boolean => claims.size < atOnce,
		/** It is stored as one that may have been sent, but for this object, which knows better: so that costs no row of its own.
		 * `until`: when a later object looks for it, in ms. */
		claim: (key: string, until: number): void => void claims.set(key, until),
		isClaimed: (key: string): boolean => claims.has(key),
		/** As JSON text, for a query. */
		claimed: (): string => JSON.stringify([...claims.keys()]),
		/** It isn't claimed any more; null: it wasn't. */
		unclaim: (key: string): number | null => {
			const until = claims.get(key) ?? null;
			claims.delete(key);
			return until;
		},
		begin: (key: string): void => void words.set(key, null),
		/** Whether it is on its way: then this is kept for its end. Mostly its answer comes next, and says the same. */
		hear: (key: string, word: Word): boolean => {
			if (!words.has(key)) return false;
			words.set(key, word);
			return true;
		},
		/** What was heard. */
		end: (key: string): Word | null => {
			const word = words.get(key) ?? null;
			words.delete(key);
			return word;
		},
	};
};
