// Ends the whole process tree of a run: asks first, then forces, until none is left.
import { setTimeout as delay } from "node:timers/promises";
import { endJobOf } from "./jobs.ts";
import { processesOf } from "./processes.ts";

const roundMs = 50;
/** How long processes that can't be ended are tried. */
const forceMs = 5_000;

/** Ends them; resolves with those that could not be ended. */
export const endTree = (root: number, run: string, graceMs: number): Promise<number[]> =>
	process.platform === "win32" ? endOnWindows(root, run) : endOnPosix(root, run, graceMs);

const endOnPosix = async (root: number, run: string, graceMs: number): Promise<number[]> => {
	const asked = new Set<number>();
	const ask = (pid: number) => {
		if (!asked.has(pid)) signal(pid, "SIGTERM");
		asked.add(pid);
	};
	const left = await rounds(root, run, graceMs, ask);
	return left.length === 0 ? left : rounds(root, run, forceMs, (pid) => signal(pid, "SIGKILL"));
};

/** Repeats, since processes may be started while others end; resolves with what is left. The time is counted in rounds: on a
 * machine so busy that they are slow, processes get none of it either. */
const rounds = async (
	root: number,
	run: string,
	forMs: number,
	each: (pid: number) => void,
): Promise<number[]> => {
	let none = false;
	for (let left = Math.ceil(forMs / roundMs); ; left--) {
		const living = processesOf(root, run);
		// A process that starts another and ends during a look hides both: only the second empty one counts.
		if (living.length === 0 && none) return living;
		none = living.length === 0;
		if (living.length > 0 && left <= 0) return living;
		for (const pid of living) each(pid);
		await delay(roundMs);
	}
};

const signal = (pid: number, name: NodeJS.Signals): void => {
	try {
		process.kill(pid, name);
	} catch {
		// It has just ended, or may not be signalled: the next round tells.
	}
};

/** Windows asks no process to end. Ended ones stay listed for a moment. */
const endOnWindows = (root: number, run: string): Promise<number[]> => {
	endJobOf(run);
	return rounds(root, run, forceMs, () => endJobOf(run));
};
