// Makes named pipes in advance: making them takes a process, which no command should wait for.
import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { makesNone, troubleOf } from "../home/trouble.ts";

/** Their paths; the process that opens them removes them. */
export type Fifos = { stdout: string; stderr: string };

/** By folder, the pipes that are ready or being made. */
const stock = new Map<string, Promise<Fifos>>();

/** How long after a command took some the next ones are made, in ms: it is running by then. */
const restockAfter = 50;

/** Two of one's own; rejects on failure. */
export const takeFifos = (folder: string): Promise<Fifos> => {
	const ready = stock.get(folder) ?? make(folder);
	stock.delete(folder);
	setTimeout(() => stockFifos(folder), restockAfter).unref();
	return ready;
};

/** Call before anything uses this folder: removes what a former process left, and makes the first pipes. The folder itself stays:
 * a full disk may have no room for another. */
export const startFifos = (folder: string): void => {
	if (process.platform === "win32") return;
	stock.delete(folder);
	mkdirSync(folder, { recursive: true, mode: 0o700 });
	for (const name of readdirSync(folder)) rmSync(join(folder, name), { force: true });
	stockFifos(folder);
};

const stockFifos = (folder: string): void => {
	if (stock.has(folder)) return;
	const made = make(folder);
	stock.set(folder, made);
	// A caller that needs them now tries by itself and gets the error.
	made.catch(() => stock.delete(folder));
};

const make = async (folder: string): Promise<Fifos> => {
	const base = join(folder, randomUUID());
	const fifos = { stdout: `${base}.stdout`, stderr: `${base}.stderr` };
	await makeFifos(fifos.stdout, fifos.stderr);
	return fifos;
};

/** Makes named pipes, all in one folder, or none of them. Rejects with the disk's error where it takes no file, else with what
 * `mkfifo` says. */
export const makeFifos = async (...paths: [string, ...string[]]): Promise<void> => {
	for (let tries = 1; ; tries++)
		try {
			await promisify(execFile)("mkfifo", ["-m", "600", ...paths]);
			return;
		} catch (thrown) {
			const why = makesNone(dirname(paths[0]));
			for (const path of paths) removeMade(path);
			if (troubleOf(why)) throw why;
			// Where a file can be made now, another had taken the last room for a moment.
			const isMissing = (thrown as NodeJS.ErrnoException).code === "ENOENT";
			if (why !== null || isMissing || tries === mostTries) throw thrown;
			await delay(betweenTries);
		}
};
const mostTries = 5;
/** In ms. */
const betweenTries = 10;

const removeMade = (path: string): void => {
	try {
		rmSync(path, { force: true });
	} catch {
		// The agent's next start removes it.
	}
};
