// Which processes belong to a run: its group, its session, its descendants, and those that carry its mark in their
// environment, so that those are found too that left the group and lost their parent. On Windows: its job.
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { membersOf } from "./jobs.ts";

/** Set in the environment of every process of a run, to the run's id. */
export const runMark = "CAISEY_RUN";

type Found = { pid: number; parent: number; group: number; session: number; marked: boolean };

/** The living processes of a run, by its first process (null if that is not known any more) and its id. */
export const processesOf = (root: number | null, run: string): number[] => {
	if (process.platform === "win32") return membersOf(run);
	const all = process.platform === "linux" ? fromProc(run) : fromPs();
	const members = new Set<number>();
	const belongs = ({ parent, group, session, marked }: Found) =>
		marked || group === root || session === root || members.has(parent);
	// Until nothing is added: a child may be listed before its parent.
	for (let size = -1; size !== members.size; ) {
		size = members.size;
		for (const found of all) if (belongs(found)) members.add(found.pid);
	}
	return [...members];
};

/** https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html; zombies are not living. */
const fromProc = (run: string): Found[] =>
	readdirSync("/proc")
		.filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
		.flatMap((name) => {
			const stat = read(`/proc/${name}/stat`);
			const [state, parent, group, session] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
			if (!stat || state === "Z" || state === "X") return [];
			const marked = read(`/proc/${name}/environ`).split("\0").includes(`${runMark}=${run}`);
			return [
				{
					pid: Number(name),
					parent: Number(parent),
					group: Number(group),
					session: Number(session),
					marked,
				},
			];
		});

/** For systems without /proc: without the marks. */
const fromPs = (): Found[] =>
	execFileSync("ps", ["-axo", "pid=,ppid=,pgid=,stat="], { encoding: "utf8" })
		.split("\n")
		.map((line) => line.trim().split(/\s+/))
		.filter(([pid, , , state]) => pid && !state?.startsWith("Z") && Number(pid) !== process.pid)
		.map(([pid, parent, group]) => ({
			pid: Number(pid),
			parent: Number(parent),
			group: Number(group),
			session: Number(group),
			marked: false,
		}));

const read = (path: string): string => {
	try {
		return readFileSync(path, "latin1");
	} catch {
		return ""; // It has just ended, or is another user's.
	}
};
