// One installation at a time: a lock that the operating system drops when its holder dies, however it dies.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/** Waits for another one, and says so; returns what lets go. */
export const lockTools = (folder: string, say: (line: string) => void): (() => void) => {
	mkdirSync(folder, { recursive: true });
	const lock = new DatabaseSync(join(folder, "lock.sqlite"));
	try {
		lock.exec("BEGIN EXCLUSIVE");
	} catch {
		say(`Another installation into ${folder} goes on. Waiting for it…`);
		lock.exec(`PRAGMA busy_timeout = ${longestMs}; BEGIN EXCLUSIVE`);
	}
	return () => lock.close();
};

const longestMs = 900_000;
