// One agent process for each folder: a lock that the operating system drops when its holder dies, however it dies.
import { readFileSync, writeFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import { type Failure, failure } from "../commands/failure.ts";
import type { Folder } from "./folder.ts";
import { isReadOnly, troubleOf, whyUnopened } from "./trouble.ts";

export const Holder = z.object({ pid: z.int(), since: z.string() });
export type Holder = z.infer<typeof Holder>;

export type Lock = { ok: true; release: () => void };

/** Takes the folder, or says who has it. Throws where the disk takes no such file, or is read-only. */
export const lockFolder = (folder: Folder): Lock | Failure => {
	const db = openLock(folder);
	try {
		if (!takes(db)) {
			db.close();
			return failure("inUse", inUse(folder));
		}
		nameHolder(folder);
	} catch (thrown) {
		db.close();
		throw thrown;
	}
	return { ok: true, release: () => db.close() };
};

const openLock = ({ lock }: Folder): DatabaseSync => {
	try {
		return new DatabaseSync(lock);
	} catch (thrown) {
		throw whyUnopened(thrown, lock);
	}
};

/** For people alone: on a full disk it stays unsaid. On a read-only one, others could take the same lock. */
const nameHolder = (folder: Folder): void => {
	const holder: Holder = { pid: process.pid, since: new Date().toISOString() };
	try {
		writeFileSync(folder.holder, JSON.stringify(holder), { mode: 0o600 });
	} catch (thrown) {
		if (!troubleOf(thrown) || isReadOnly(thrown)) throw thrown;
	}
};

/** The process that holds the folder; null: none. */
export const holderOf = (folder: Folder): Holder | "unknown" | null => {
	const db = new DatabaseSync(folder.lock);
	const free = takes(db);
	db.close();
	return free ? null : (readHolder(folder) ?? "unknown");
};

const takes = (db: DatabaseSync): boolean => {
	try {
		// Nothing of it is written to the disk, which may be full.
		db.exec("PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE");
		return true;
	} catch (thrown) {
		if (troubleOf(thrown)) throw thrown;
		return false;
	}
};

const readHolder = (folder: Folder): Holder | undefined => {
	try {
		return Holder.parse(JSON.parse(readFileSync(folder.holder, "utf8")));
	} catch {
		return undefined;
	}
};

const inUse = (folder: Folder): string => {
	const holder = readHolder(folder);
	const who = holder ? `process ${holder.pid}, since ${holder.since}` : "another process";
	return `Another agent uses ${folder.path} (${who}). Stop it first, or give this one its own folder with --state.`;
};
