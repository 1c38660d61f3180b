// On Windows: the job of each run that has processes, so that all of them can be named and ended.
import { everyProcess } from "../windows/children.ts";
import { type Job, openJob } from "../windows/job.ts";

const jobs = new Map<string, Job>();

/** Call before the run's process is started; throws where Windows makes no job. */
export const openJobOf = (run: string): void => void jobs.set(run, openJob());

/** Takes in the run's first process, at once after its start, and what it may have started in that moment. */
export const joinJobOf = (run: string, root: number): void => {
	const job = jobs.get(run);
	if (!job?.add(root)) return;
	for (let size = -1; size !== job.members().length; ) {
		const members = new Set(job.members());
		size = members.size;
		const born = everyProcess().filter(({ pid, parent }) => members.has(parent) && !members.has(pid));
		for (const { pid } of born) job.add(pid);
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
