// Chance from a seed: the same numbers in the same order, everywhere.

export type Chance = ReturnType<typeof newChance>;

/** Mulberry32 (public domain). */
export const newChance = (seed: number) => {
	let state = seed >>> 0;
	const next = (): number => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
	const below = (limit: number): number => Math.floor(next() * limit);
	return {
		next,
		below,
		/** Whole, both ends included. */
		between: (from: number, to: number): number => from + below(to - from + 1),
		happens: (probability: number): boolean => next() < probability,
		one: <T>(of: readonly T[]): T => of[below(of.length)] as T,
		bytes: (length: number): Uint8Array<ArrayBuffer> => {
			const made = new Uint8Array(length);
			for (let i = 0; i < length; i++) made[i] = below(256);
			return made;
		},
	};
};
