// Notes with each test file the CPU time that it took: its own and that of the processes that it started and saw end.
import { readFileSync } from "node:fs";
import { afterAll } from "vitest";

declare module "vitest" {
	interface TaskMeta {
		/** The CPU time that a file took, in ms. Missing where the system doesn't tell it. */
		cpu?: number;
	}
}

/** Linux counts in hundredths of a second. */
const tick = 10;

/** CPU time of this process and of its ended children, in ms: fields 14 to 17 of proc_pid_stat(5). */
const spent = (): number => {
	const stat = readFileSync("/proc/self/stat", "utf8");
	const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
	return fields.slice(11, 15).reduce((sum, field) => sum + Number(field) * tick, 0);
};

if (process.platform === "linux") {
	const before = spent();
	// The hooks of a set-up file come first, so this one runs after every other.
	// biome-ignore lint/correctness/noEmptyPattern: Vitest reads there which fixtures are wanted.
	afterAll(({}, file) => {
		file.meta.cpu = spent() - before;
	});
}
