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
	/** Called with each outcome, in no order; true: that is enough. */
	each: (outcome: Outcome) => boolean;
};

const atATime = 10;

/** Ends when each schedule has run, or one was enough. */
export const campaign = async ({ first, schedules, mutant, each }: Campaign): Promise<void> => {
	let next = first;
	let over = false;
	const take = (): Order => {
		const seeds: number[] = [];
		while (!over && next < first + schedules && seeds.length < atATime) seeds.push(next++);
		return { seeds };
	};
	const thread = (): Promise<void> =>
		new Promise((resolve, reject) => {
			const worker = new Worker(join(import.meta.dirname, "thread.ts"), {
				workerData: { mutant },
				// Most of what a schedule makes is garbage soon.
				resourceLimits: { maxYoungGenerationSizeMb: 64 },
			});
			worker.on("message", (outcome: Outcome | "ready") => {
				if (outcome !== "ready") over ||= each(outcome);
				else {
					const order = take();
					if (order.seeds.length > 0) worker.postMessage(order);
					else void worker.terminate();
				}
			});
			worker.on("error", reject);
			worker.on("exit", () => resolve());
		});
	const most = Math.ceil(schedules / atATime);
	await Promise.all(Array.from({ length: Math.min(availableParallelism(), most) }, thread));
};
