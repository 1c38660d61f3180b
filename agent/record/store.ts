// The agent's one SQLite file, which holds journal and spool.
import { statSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import type { Disk } from "../home/disk.ts";
import { troubleOf, whyUnopened } from "../home/trouble.ts";

/** Where it throws, it has changed nothing. It may be tried twice. */
export type Transaction = <T>(work: () => T) => T;

export type Store = {
	db: DatabaseSync;
	/** A transaction that is on the disk's platters when this returns: for what decides whether something runs. */
	decide: Transaction;
	/** A transaction that survives the death of this process, but perhaps not a power cut. */
	write: Transaction;
	/** The same for output, which leaves the agent's own space alone: that is for what makes room again. Where that can be made
	 * of pages that are free, it is. */
	spool: Transaction;
	/** On a full disk: gives back free pages that the file has no room for, so that what is written ahead fits into it, and
	 * its room is free again. Throws where that can't be done. */
	fit: () => void;
	close: () => void;
};

/** Opens the file, and brings its tables up to date. `:memory:` for tests. `disk` does what writes. */
export const openStore = (path: string, disk: Pick<Disk, "write"> = { write: (work) => work() }): Store => {
	const db = disk.write(() => openDatabase(path));
	const write: Transaction = (work) => disk.write(() => inTransaction(db, "NORMAL", work));
	const number = (pragma: string) => Number(Object.values(db.prepare(`PRAGMA ${pragma}`).get() ?? {})[0]);
	/** Pages of the database that only its write-ahead file holds, as the file is too short for them. */
	const beyond = () => number("page_count") - Math.floor(statSync(path).size / number("page_size"));
	const giveBack = () => {
		const pages = beyond();
		if (pages > 0) write(() => db.exec(`PRAGMA incremental_vacuum(${pages})`));
		db.exec("PRAGMA wal_checkpoint");
	};
	return {
		db,
		decide: (work) => disk.write(() => inTransaction(db, "FULL", work)),
		write,
		spool(work) {
			try {
				return inTransaction(db, "NORMAL", work);
			} catch (thrown) {
				if (!troubleOf(thrown) || number("freelist_count") < beyond()) throw thrown;
				giveBack();
				return inTransaction(db, "NORMAL", work);
			}
		},
		fit: giveBack,
		close: () => db.close(),
	};
};

/** Where the disk has no room for the index of the write-ahead file, that index is kept in memory. Until this process ends,
 * no other one can then read the file. */
const openDatabase = (path: string): DatabaseSync => {
	try {
		return openedAs(path, "NORMAL");
	} catch (thrown) {
		if (troubleOf(thrown)) return openedAs(path, "EXCLUSIVE");
		throw thrown;
	}
};

const openedAs = (path: string, locking: "NORMAL" | "EXCLUSIVE"): DatabaseSync => {
	try {
		return opened(path, locking);
	} catch (thrown) {
		throw whyUnopened(thrown, path);
	}
};

const opened = (path: string, locking: "NORMAL" | "EXCLUSIVE"): DatabaseSync => {
	const db = new DatabaseSync(path, { timeout: 5_000 });
	try {
		db.exec(`PRAGMA locking_mode = ${locking}`);
		// Large pages: a record of 512 KiB is then 32 of them. The file shrinks again when the spool is empty.
		if (isNew(db)) db.exec("PRAGMA page_size = 16384; PRAGMA auto_vacuum = INCREMENTAL");
		db.exec("PRAGMA journal_mode = WAL");
		// The write-ahead file starts again at its beginning after 2 MiB, and stays as large as that. On a disk that fills it may
		// grow to twice that much: what it then needs to be emptied is in the agent's own space.
		db.exec("PRAGMA wal_autocheckpoint = 128; PRAGMA journal_size_limit = 2097152; PRAGMA foreign_keys = ON");
		migrate(db);
		return db;
	} catch (thrown) {
		db.close();
		throw thrown;
	}
};

const isNew = (db: DatabaseSync): boolean => Number(db.prepare("PRAGMA page_count").get()?.page_count) === 0;

/** Takes room in the file and its write-ahead file, so that what a short run writes needs none of a disk that fills later.
 * Throws where there is none. */
export const takeRoom = ({ db, write }: Store): void => {
	const bytes = 1_572_864;
	write(() => db.exec(`CREATE TABLE room AS SELECT zeroblob(${bytes}) AS bytes`));
	write(() => db.exec("DROP TABLE room"));
	db.exec("PRAGMA wal_checkpoint");
};

/** Where the write-ahead file can't grow, what it holds goes into the other file, and it starts again at its beginning. */
const inTransaction = <T>(db: DatabaseSync, synchronous: "FULL" | "NORMAL", work: () => T): T => {
	try {
		return transaction(db, synchronous, work);
	} catch (thrown) {
		if (!troubleOf(thrown)) throw thrown;
		db.exec("PRAGMA wal_checkpoint");
		return transaction(db, synchronous, work);
	}
};

/** In WAL mode NORMAL hands every commit to the operating system, FULL waits for the disk as well
 * (https://www.sqlite.org/pragma.html#pragma_synchronous). */
const transaction = <T>(db: DatabaseSync, synchronous: "FULL" | "NORMAL", work: () => T): T => {
	db.exec(`PRAGMA synchronous = ${synchronous}; BEGIN IMMEDIATE`);
	try {
		const result = work();
		db.exec("COMMIT");
		return result;
	} catch (thrown) {
		rollBack(db);
		throw thrown;
	}
};

/** After some errors SQLite has done so itself, and then says that it can't: that must not hide the error. */
const rollBack = (db: DatabaseSync): void => {
	try {
		db.exec("ROLLBACK");
	} catch {}
};

/** Additive: each entry brings the tables from its index to the next version. */
const migrations = [
	`CREATE TABLE plans (
		plan TEXT PRIMARY KEY,
		digest TEXT NOT NULL,
		accepted_at INTEGER NOT NULL,
		boot TEXT NOT NULL,
		told INTEGER NOT NULL DEFAULT 0
	) STRICT;
	CREATE TABLE runs (
		run TEXT PRIMARY KEY,
		plan TEXT NOT NULL REFERENCES plans(plan),
		step INTEGER NOT NULL,
		state TEXT NOT NULL,
		last INTEGER NOT NULL DEFAULT 0,
		stdout INTEGER NOT NULL DEFAULT 0,
		stderr INTEGER NOT NULL DEFAULT 0,
		lost_because TEXT
	) STRICT;
	CREATE INDEX runs_of_plan ON runs(plan, step);
	CREATE TABLE spool (
		run TEXT NOT NULL,
		n INTEGER NOT NULL,
		kind TEXT NOT NULL,
		at INTEGER NOT NULL,
		offset INTEGER NOT NULL,
		bytes BLOB NOT NULL
	) STRICT;
	CREATE UNIQUE INDEX spool_order ON spool(run, n);`,
	// The Worker's keys after the one of the enrollment, with what vouched for each; and one that nothing vouches for.
	`CREATE TABLE worker_keys (
		n INTEGER PRIMARY KEY,
		key TEXT NOT NULL UNIQUE,
		statement TEXT NOT NULL,
		signature TEXT NOT NULL,
		at INTEGER NOT NULL
	) STRICT;
	CREATE TABLE doubt (one INTEGER PRIMARY KEY CHECK (one = 1), key TEXT NOT NULL, reason TEXT NOT NULL) STRICT;`,
	// Why the Worker takes no more of a run's records.
	"ALTER TABLE runs ADD COLUMN rejected TEXT;",
	// Rises with each hello and each accepted plan: so the Worker notices an older file.
	`CREATE TABLE risen (one INTEGER PRIMARY KEY CHECK (one = 1), count INTEGER NOT NULL) STRICT;
	INSERT INTO risen SELECT 1, count(*) FROM plans;`,
	// `bytes`: of a plan that restarts the machine, to go on with it. `restarts`: the run of its command; `awaiting`: how that
	// ended, while the restart is awaited.
	`ALTER TABLE plans ADD COLUMN bytes BLOB;
	ALTER TABLE runs ADD COLUMN restarts INTEGER NOT NULL DEFAULT 0;
	ALTER TABLE runs ADD COLUMN awaiting TEXT;`,
	// Whose passkeys decide here (agent/approvers/). `origin` null: nothing is believed yet; `codes`: of the keys that may then be, as
	// JSON, said at this machine; none: any.
	`CREATE TABLE approver_rule (
		one INTEGER PRIMARY KEY CHECK (one = 1), origin TEXT, needed INTEGER NOT NULL, codes TEXT NOT NULL, how TEXT NOT NULL, at INTEGER NOT NULL
	) STRICT;
	CREATE TABLE approver_keys (
		credential TEXT PRIMARY KEY, key TEXT NOT NULL, how TEXT NOT NULL, at INTEGER NOT NULL, revoked INTEGER NOT NULL DEFAULT 0
	) STRICT;`,
	// Passkeys that the Worker revoked, also such as were never known here: no word brings them back.
	`CREATE TABLE approver_revoked (credential TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT;
	INSERT INTO approver_revoked SELECT credential, at FROM approver_keys WHERE revoked = 1;
	ALTER TABLE approver_keys DROP COLUMN revoked;`,
];

const migrate = (db: DatabaseSync): void => {
	const version = Number(db.prepare("PRAGMA user_version").get()?.user_version ?? 0);
	if (version > migrations.length) throw new Error("a newer agent wrote this database. Update this agent");
	for (const [i, sql] of migrations.entries()) {
		if (i < version) continue;
		transaction(db, "FULL", () => db.exec(`${sql}; PRAGMA user_version = ${i + 1}`));
	}
};
