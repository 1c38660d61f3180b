// A recording's tables: what it is, and its chained records.
import { outboxIntoThings, outboxTable } from "../durable/outbox-lists.ts";
import { type Fresh, madeWith } from "../durable/sql.ts";
import { thingsColumns } from "../durable/things.ts";

export const migrations = [
	`${outboxTable}
	CREATE TABLE recording (
		run TEXT PRIMARY KEY, session TEXT NOT NULL, client TEXT NOT NULL, endpoint TEXT NOT NULL, key TEXT NOT NULL,
		plan TEXT NOT NULL, digest TEXT NOT NULL, ended INTEGER NOT NULL DEFAULT 0, erased INTEGER NOT NULL DEFAULT 0
	) STRICT;
	CREATE TABLE records (
		n INTEGER PRIMARY KEY, kind TEXT NOT NULL, at INTEGER NOT NULL, received_at INTEGER NOT NULL, offset INTEGER NOT NULL,
		length INTEGER NOT NULL, salt BLOB, payload BLOB, hash BLOB NOT NULL, link BLOB NOT NULL
	) STRICT;
	CREATE INDEX records_by_offset ON records (kind, offset);`,
	`ALTER TABLE recording ADD COLUMN part INTEGER NOT NULL DEFAULT 0;
	ALTER TABLE recording ADD COLUMN n INTEGER NOT NULL DEFAULT 0;
	ALTER TABLE recording ADD COLUMN link BLOB;
	ALTER TABLE recording ADD COLUMN stdout INTEGER NOT NULL DEFAULT 0;
	ALTER TABLE recording ADD COLUMN stderr INTEGER NOT NULL DEFAULT 0;
	ALTER TABLE recording ADD COLUMN full INTEGER NOT NULL DEFAULT 0;
	CREATE TABLE parts (
		part INTEGER PRIMARY KEY, n INTEGER NOT NULL, link BLOB NOT NULL, stdout INTEGER NOT NULL, stderr INTEGER NOT NULL
	) STRICT;`,
	// `context`: the number of the record with the run's context.
	`ALTER TABLE recording ADD COLUMN context INTEGER;
	UPDATE recording SET context = (
		SELECT min(n) FROM records WHERE kind = 'event' AND
		CASE WHEN json_valid(CAST(payload AS TEXT)) THEN json_extract(CAST(payload AS TEXT), '$.type') END = 'context'
	);`,
	// What the recording is, where its parts begin and what it has to tell, in one table. Some never had a table of parts.
	`CREATE TABLE things ${thingsColumns};
	CREATE TABLE IF NOT EXISTS parts (
		part INTEGER PRIMARY KEY, n INTEGER NOT NULL, link BLOB NOT NULL, stdout INTEGER NOT NULL, stderr INTEGER NOT NULL
	) STRICT;
	INSERT INTO things SELECT 'recording', '', 1, json_object('run', run, 'session', session, 'client', client,
		'endpoint', endpoint, 'key', key, 'plan', plan, 'digest', digest, 'part', part, 'n', n, 'link', lower(hex(link)),
		'stdout', stdout, 'stderr', stderr, 'erased', erased, 'full', full, 'context', context) FROM recording;
	INSERT INTO things SELECT 'part', part, part, json_object(
		'part', part, 'n', n, 'link', lower(hex(link)), 'stdout', stdout, 'stderr', stderr) FROM parts;
	DROP TABLE recording;
	DROP TABLE parts;
	${outboxIntoThings}`,
];

const upTo = 4;

/** A new recording's tables: as the migrations lead to, in fewer pages. */
export const fresh: Fresh = {
	upTo,
	sql: `CREATE TABLE things ${madeWith(upTo)} ${thingsColumns};
	CREATE TABLE records (
		n INTEGER PRIMARY KEY, kind TEXT NOT NULL, at INTEGER NOT NULL, received_at INTEGER NOT NULL, offset INTEGER NOT NULL,
		length INTEGER NOT NULL, salt BLOB, payload BLOB, hash BLOB NOT NULL, link BLOB NOT NULL
	) STRICT;`,
};
