// The agent's one SQLite file, which holds journal and spool.
import { DatabaseSync } from "node:sqlite";

export type Store = {
	db: DatabaseSync;
	/** A transaction that is on the disk's platters when this returns: for what decides whether something runs. */
	decide: <T>(work: () => T) => T;
	/** A transaction that survives the death of this process, but perhaps not a power cut: for output. */
	write: <T>(work: () => T) => T;
	close: () => void;
};

/** Opens the file, and brings its tables up to date. `:memory:` for tests. */
export const openStore = (path: string): Store => {
	const db = new DatabaseSync(path, { timeout: 5_000 });
	// Large pages: a record of 512 KiB is then 32 of them. The file shrinks again when the spool is empty.
	db.exec("PRAGMA page_size = 16384; PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL");
	// A checkpoint each 64 MiB writes a spool's page once for many times that it was used again.
	db.exec("PRAGMA wal_autocheckpoint = 4096; PRAGMA journal_size_limit = 67108864; PRAGMA foreign_keys = ON");
	migrate(db);
	return {
		db,
		decide: (work) => transaction(db, "FULL", work),
		write: (work) => transaction(db, "NORMAL", work),
		close: () => db.close(),
	};
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
		db.exec("ROLLBACK");
		throw thrown;
	}
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
];

const migrate = (db: DatabaseSync): void => {
	const version = Number(db.prepare("PRAGMA user_version").get()?.user_version ?? 0);
	if (version > migrations.length) throw new Error("a newer agent wrote this database. Update this agent");
	for (const [i, sql] of migrations.entries()) {
		if (i < version) continue;
		transaction(db, "FULL", () => db.exec(`${sql}; PRAGMA user_version = ${i + 1}`));
	}
};
