// The processes that others started, by the kernel's own lists of children: a look costs as much as there are of them, however many
// others the machine has.
import { readdirSync, readFileSync } from "node:fs";

/** These, as far as they live, with all below them. Without such lists: these alone.
 * https://man7.org/linux/man-pages/man5/proc_tid_children.5.html */
export const withDescendants = (pids: Iterable<number>): Set<number> => {
	const found = new Set<number>();
	const left = [...pids];
	for (let pid = left.pop(); pid !== undefined; pid = left.pop()) {
		if (found.has(pid)) continue;
		const tasks = tasksOf(pid);
		if (tasks.length > 0) found.add(pid);
		for (const task of tasks) left.push(...childrenOf(pid, task));
	}
	return found;
};

/** Its threads; none: it has ended. */
export const tasksOf = (pid: number): string[] => {
	try {
		return readdirSync(`/proc/${pid}/task`);
	} catch {
		return [];
	}
};

const childrenOf = (pid: number, task: string): number[] => {
	try {
		return readFileSync(`/proc/${pid}/task/${task}/children`, "latin1")
			.split(" ")
			.filter(Boolean)
			.map(Number);
	} catch {
		return []; // It has just ended.
	}
};
