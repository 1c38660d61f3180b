// What a process and its descendants have used, as Linux tells it; elsewhere nothing is known.
import { readdirSync, readFileSync, readlinkSync } from "node:fs";

export const onLinux = process.platform === "linux";

/** The most memory that a process had at once, in MiB. */
export const peakOf = (pid: number): number => memoryOf(pid, "VmHWM");

/** The memory that a process and its descendants have, in MiB; 0: unknown. */
export const residentOf = (root: number): number =>
	onLinux ? family(root).reduce((sum, { pid }) => sum + memoryOf(pid, "VmRSS"), 0) : 0;

/** What a process has written to, in MiB: not its program, which it shares with its file. */
export const anonymousOf = (pid: number): number =>
	Number(/^Anonymous:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"))?.[1]) / 1024;

/** How many SQLite databases a process has open. */
export const databasesOf = (pid: number): number =>
	readdirSync(`/proc/${pid}/fd`).filter((fd) => isDatabase(`/proc/${pid}/fd/${fd}`)).length;

const isDatabase = (fd: string): boolean => {
	try {
		return readlinkSync(fd).endsWith(".sqlite");
	} catch {
		return false;
	}
};

/** The first below a process that has this name; null: there is none. */
export const named = (root: number, name: string): number | null =>
	family(root).find((one) => one.name === name)?.pid ?? null;

/** Milliseconds of CPU that a process and its descendants have used so far; 0: unknown. */
export const cpuOf = (root: number): number =>
	onLinux ? family(root).reduce((sum, { ticks }) => sum + ticks, 0) * 10 : 0;

const memoryOf = (pid: number, what: string): number => {
	const status = readFileSync(`/proc/${pid}/status`, "utf8");
	return Number(status.match(new RegExp(`${what}:\\s+(\\d+)`))?.[1]) / 1024;
};

type Stat = { pid: number; name: string; parent: number; ticks: number };

const family = (root: number): Stat[] => {
	const all = readdirSync("/proc")
		.filter((name) => /^\d+$/.test(name))
		.flatMap(statOf);
	const below = (pid: number): Stat[] =>
		all.filter((one) => one.parent === pid).flatMap((one) => [one, ...below(one.pid)]);
	return [...all.filter(({ pid }) => pid === root), ...below(root)];
};

/** A tick is 10 ms: USER_HZ is 100 on every platform that Node runs on (proc(5)). */
const statOf = (pid: string): Stat[] => {
	try {
		const [begin = "", end = ""] = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ");
		const [, parent, ...rest] = end.split(" ");
		const name = begin.slice(begin.indexOf("(") + 1);
		return [{ pid: Number(pid), name, parent: Number(parent), ticks: Number(rest[9]) + Number(rest[10]) }];
	} catch {
		return [];
	}
};
