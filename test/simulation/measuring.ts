// How many schedules find each fault of mutants.ts, whichever of the seeds one begins at.
import { campaign } from "./campaign.ts";
import type { Outcome } from "./outcome.ts";

/** `found`: of these schedules so many show it. `median` and `worst`: so many it takes to find it first, over all seeds to begin at. */
export type Measured = {
	schedules: number;
	found: number;
	median: number | null;
	worst: number | null;
	shows: string;
};

/** Enough to tell how often it shows. */
const enough = 10;

export const measure = async (mutant: string, first: number, schedules: number): Promise<Measured> => {
	const found: Outcome[] = [];
	let ran = 0;
	const each = (outcome: Outcome) => {
		ran++;
		return outcome.problems.length > 0 && found.push(outcome) >= enough;
	};
	await campaign({ first, schedules, mutant, each });
	const seeds = found.map(({ seed }) => seed).sort((a, b) => a - b);
	const takes = schedulesToFind(first, seeds).sort((a, b) => a - b);
	const last = seeds.at(-1) ?? first - 1;
	const beyond = first + ran - 1 - last;
	return {
		...{ schedules: ran, found: found.length },
		median: takes[takes.length >> 1] ?? null,
		worst: takes.length > 0 ? Math.max(takes.at(-1) ?? 0, beyond) : null,
		shows: found[0]?.problems[0]?.replace(/\b[a-z]{1,2}_g\w{16}/g, "…").slice(0, 120) ?? "",
	};
};

/** From each seed on, up to the last that finds it. */
const schedulesToFind = (first: number, seeds: number[]): number[] => {
	let from = first;
	return seeds.flatMap((seed) => {
		const takes = Array.from({ length: seed - from + 1 }, (_, i) => i + 1);
		from = seed + 1;
		return takes;
	});
};
