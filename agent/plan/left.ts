// Which plans run now, in words for the log: an agent that is asked to stop names what it waits for, and what it leaves.
import { processesOf } from "../process/processes.ts";
import type { Journal } from "../record/journal.ts";
import type { Running } from "./running.ts";

/** One line a plan: since when, and which processes. */
export const whatRuns = (journal: Journal, running: Running): string[] => {
	const plans = running.plans();
	const started = plans.length === 0 ? [] : journal.runsIn("started");
	return plans.map(({ plan, since }) => {
		const living = started.filter((row) => row.plan === plan).flatMap(({ run }) => processesOf(null, run));
		return [`plan ${plan} since ${since.toISOString()}`, ...named(living)].join(", ");
	});
};

/** Nothing where there are none. */
export const named = (processes: number[]): string[] =>
	processes.length === 0 ? [] : [`process ${processes.join(", ")}`];
