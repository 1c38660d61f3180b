// A new session's tables: the columns that the migrations lead to, in fewer pages of 4 KiB. A table whose key is a text is one
// tree instead of two; where the order of its rows counts, it has a column of its own for that, named as the hidden one of the
// others. Tables that most sessions never need are made with their first row, by their own files.
import { smallOutboxTable } from "../../durable/outbox.ts";
import type { Fresh } from "../../durable/sql.ts";

export const fresh: Fresh = {
	upTo: 13,
	sql: `${smallOutboxTable}
CREATE TABLE session (
	one INTEGER PRIMARY KEY CHECK (one = 1),
	id TEXT NOT NULL, client TEXT NOT NULL, opened_at INTEGER NOT NULL, request TEXT NOT NULL,
	requester TEXT NOT NULL, place TEXT NOT NULL, root_key TEXT NOT NULL, closed_at INTEGER, retention_at INTEGER, snapshot TEXT NOT NULL,
	once TEXT NOT NULL, opened_by TEXT, taken_by TEXT, ticket TEXT, desk_reminded INTEGER NOT NULL DEFAULT 0,
	lives INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE events (
	seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, kind TEXT NOT NULL, payload BLOB, salt BLOB, hash BLOB NOT NULL, link BLOB NOT NULL
) STRICT;
CREATE TABLE plans (
	id TEXT PRIMARY KEY, bytes BLOB NOT NULL, digest TEXT NOT NULL, state TEXT NOT NULL, proposer TEXT NOT NULL,
	decide_by INTEGER NOT NULL, reminded INTEGER NOT NULL DEFAULT 0, decided_at INTEGER, run_by INTEGER,
	policy INTEGER, cancelled_by TEXT, draft TEXT, once TEXT, rowid INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE votes (
	plan TEXT NOT NULL, person TEXT NOT NULL, verdict TEXT NOT NULL, reason TEXT, at INTEGER NOT NULL, actor TEXT NOT NULL,
	rowid INTEGER NOT NULL, PRIMARY KEY (plan, person)
) STRICT, WITHOUT ROWID;
CREATE TABLE cards (
	workspace TEXT NOT NULL, channel TEXT NOT NULL, message TEXT NOT NULL, plan TEXT, key TEXT NOT NULL, shown TEXT,
	PRIMARY KEY (workspace, channel, message)
) STRICT, WITHOUT ROWID;
CREATE TABLE deliveries (
	plan TEXT NOT NULL, endpoint TEXT NOT NULL, state TEXT NOT NULL, detail TEXT, disk TEXT NOT NULL DEFAULT 'room',
	rowid INTEGER NOT NULL, PRIMARY KEY (plan, endpoint)
) STRICT, WITHOUT ROWID;
CREATE TABLE runs (
	id TEXT PRIMARY KEY, plan TEXT NOT NULL, endpoint TEXT NOT NULL, step INTEGER NOT NULL, phase TEXT NOT NULL,
	started_at INTEGER, context TEXT, stdout INTEGER NOT NULL DEFAULT 0, stderr INTEGER NOT NULL DEFAULT 0,
	lines INTEGER, excerpt TEXT NOT NULL DEFAULT '', whole INTEGER NOT NULL DEFAULT 1,
	ended_at INTEGER, summary TEXT, agrees INTEGER, head TEXT, erased TEXT, partly TEXT, found TEXT, rejected TEXT, reading TEXT
) STRICT;
CREATE TABLE endpoint_keys (endpoint TEXT PRIMARY KEY, key TEXT NOT NULL, rowid INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE threads (
	name TEXT PRIMARY KEY, kind TEXT NOT NULL, workspace TEXT NOT NULL, channel TEXT NOT NULL, thread TEXT,
	root_key TEXT NOT NULL, since INTEGER NOT NULL, heard TEXT, called TEXT, rowid INTEGER NOT NULL
) STRICT, WITHOUT ROWID;`,
};
