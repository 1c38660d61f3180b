// A new session's tables: the columns that the migrations lead to, in fewer pages of 4 KiB. Plans and runs have no index of their
// ids until they are many; their order, hidden in older databases, is a column. Tables that most sessions never need are made with their first row, by their own files.
import { type Fresh, madeWith } from "../../durable/sql.ts";
import { thingsColumns } from "../../durable/things.ts";

const upTo = 23;

export const fresh: Fresh = {
	upTo,
	sql: `CREATE TABLE things ${madeWith(upTo)} ${thingsColumns};
CREATE TABLE session (
	one INTEGER PRIMARY KEY CHECK (one = 1),
	id TEXT NOT NULL, client TEXT NOT NULL, opened_at INTEGER NOT NULL, request TEXT NOT NULL,
	requester TEXT NOT NULL, place TEXT NOT NULL, root_key TEXT NOT NULL, closed_at INTEGER, retention_at INTEGER, snapshot TEXT NOT NULL,
	once TEXT NOT NULL, opened_by TEXT, taken_by TEXT, ticket TEXT, desk_reminded INTEGER NOT NULL DEFAULT 0,
	lives INTEGER NOT NULL DEFAULT 0, reopened_at INTEGER
) STRICT;
CREATE TABLE events (
	seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, kind TEXT NOT NULL, payload BLOB, salt BLOB, hash BLOB NOT NULL, link BLOB NOT NULL
) STRICT;
CREATE TABLE plans (
	rowid INTEGER PRIMARY KEY, id TEXT NOT NULL, bytes BLOB NOT NULL, digest TEXT NOT NULL, state TEXT NOT NULL, proposer TEXT NOT NULL,
	decide_by INTEGER NOT NULL, reminded INTEGER NOT NULL DEFAULT 0, decided_at INTEGER, run_by INTEGER,
	policy INTEGER, cancelled_by TEXT, draft TEXT, once TEXT, secrets TEXT, escalated TEXT
) STRICT;
CREATE TABLE runs (
	rowid INTEGER PRIMARY KEY, id TEXT NOT NULL, plan TEXT NOT NULL, endpoint TEXT NOT NULL, step INTEGER NOT NULL, phase TEXT NOT NULL,
	started_at INTEGER, context TEXT, stdout INTEGER NOT NULL DEFAULT 0, stderr INTEGER NOT NULL DEFAULT 0,
	lines INTEGER, excerpt TEXT NOT NULL DEFAULT '', whole INTEGER NOT NULL DEFAULT 1,
	ended_at INTEGER, summary TEXT, agrees INTEGER, head TEXT, erased TEXT, partly TEXT, found TEXT, rejected TEXT, reading TEXT,
	highlights TEXT, start_heard INTEGER, drift TEXT, person TEXT
) STRICT;`,
};
