// One local Caisey for each folder: a lock that the operating system drops when its holder dies, however it dies.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

export type Held = {
	/** Says to others where this one is. */
	announce(where: string): void;
	release(): void;
};

/** Takes the folder, or says where the one is that has it (null: still starting). */
export const hold = (folder: string): { ok: true; held: Held } | { ok: false; where: string | null } => {
	mkdirSync(folder, { recursive: true, mode: 0o700 });
	const note = join(folder, "running.txt");
	const lock = new DatabaseSync(join(folder, "lock.sqlite"));
	try {
		lock.exec("BEGIN EXCLUSIVE");
	} catch {
		lock.close();
		return { ok: false, where: noted(note) };
	}
	writeFileSync(note, "");
	return {
		ok: true,
		held: { announce: (where) => writeFileSync(note, where), release: () => lock.close() },
	};
};

const noted = (note: string): string | null => {
	try {
		return readFileSync(note, "utf8") || null;
	} catch {
		return null;
	}
};
