// Schedules on several cores: each thread has a bundle of its own, and takes a few seeds at a time.
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import type { Outcome } from "./outcome.ts";

export type Order = { seeds: number[] };
export type Campaign = {
	first: number;
	schedules: number;
	/** The name of a fault of mutants.ts that the product gets; null: it is as it is. */
	mutant: string | null;
	threads?: number;
	/** Called with each outcome, in no order; true: that is enough. `next`: all seeds before it have run. */
	each: (outcome: Outcome, next: number) => boolean;
};

const atATime = 10;

/** Ends when each schedule has run, or one was enough. */
export const campaign = async (asked: Campaign): Promise<void> => {
	const { first, schedules, mutant, each, threads = availableParallelism() } = asked;
	const seeds = newSeeds(first, first + schedules);
	const thread = (): Promise<void> =>
		new Promise((resolve, reject) => {
			const worker = new Worker(join(import.meta.dirname, "thread.ts"), {
				workerData: { mutant },
				// Most of what a schedule makes is garbage soon; what all of them need is 90 MB. What keeps more fails here.
				resourceLimits: { maxYoungGenerationSizeMb: 192, maxOldGenerationSizeMb: 256 },
			});
			worker.on("message", (outcome: Outcome | "ready") => {
				if (outcome !== "ready") {
					seeds.ran(outcome.seed);
					if (each(outcome, seeds.next())) seeds.stop();
					return;
				}
				const order = seeds.take();
				if (order.seeds.length > 0) worker.postMessage(order);
				else void worker.terminate();
			});
			worker.on("error", reject);
			worker.on("exit", () => resolve());
		});
	await Promise.all(Array.from({ length: Math.min(threads, Math.ceil(schedules / atATime)) }, thread));
};

/** From `first` on, up to `end`, which is not among them. */
const newSeeds = (first: number, end: number) => {
	const running = new Set<number>();
	let taken = first;
	let over = false;
	return {
		take: (): Order => {
			const seeds: number[] = [];
			while (!over && taken < end && seeds.length < atATime) seeds.push(taken++);
			for (const one of seeds) running.add(one);
			return { seeds };
		},
		ran: (seed: number): void => void running.delete(seed),
		stop: (): void => {
			over = true;
		},
		/** The first that has not run. */
		next: (): number => Math.min(taken, ...running),
	};
};
