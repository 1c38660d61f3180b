// On Windows: the job of each run that has processes, so that all of them can be named and ended.
import { type Born, everyProcess } from "../windows/children.ts";
import { type Job, openJob } from "../windows/job.ts";

const jobs = new Map<string, Job>();

/** Call before the run's process is started; throws where Windows makes no job. */
export const openJobOf = (run: string): void => void jobs.set(run, openJob());

/** Takes in the run's first process, at once after its start. Throws where Windows refuses that. */
export const joinJobOf = (run: string, root: number): void => {
	const job = jobs.get(run);
	if (job) takeIn(job, root, everyProcess);
};

/** Takes in a process and what it started before, even if it has ended meanwhile. Throws if it lives outside the job. */
export const takeIn = (job: Pick<Job, "add" | "members">, root: number, running: () => Born[]): void => {
	if (job.add(root) === "refused")
		throw new Error("Windows doesn't take the process into a job object, so the agent ended it at once.");
	const tried = new Set([root]);
	for (let before = 0; before !== tried.size; ) {
		before = tried.size;
		const family = new Set([...tried, ...job.members()]);
		for (const { pid, parent } of running()) {
			if (!family.has(parent) || family.has(pid)) continue;
			tried.add(pid);
			job.add(pid);
		}
	}
};

/** The living processes of a run. */
export const membersOf = (run: string): number[] => jobs.get(run)?.members() ?? [];

export const endJobOf = (run: string): void => jobs.get(run)?.end();

/** The run is over. What still runs goes on. */
export const letGoOfJob = (run: string): void => {
	jobs.get(run)?.letGo();
	jobs.delete(run);
};
