// A client's tables: policy, people, endpoints, sessions, links, audit.
import { auditKinds, auditTimes } from "../durable/audit.ts";
import { outboxTable } from "../durable/outbox-lists.ts";
import { amendmentTables, askedColumn, earlierAskers } from "./amendments-table.ts";
import { approverKeysTable } from "./approver-keys.ts";
import { deputiesTable } from "./deputies-table.ts";
import { machineTables } from "./machines.ts";
import { standingTables, standingWishes } from "./standing.ts";

export const migrations = [
	`${outboxTable}
	CREATE TABLE client (id TEXT PRIMARY KEY, name TEXT NOT NULL, version INTEGER NOT NULL, policy TEXT NOT NULL, people TEXT NOT NULL, channels TEXT NOT NULL) STRICT;
	CREATE TABLE declared (name TEXT PRIMARY KEY, description TEXT NOT NULL) STRICT;
	CREATE TABLE endpoints (
		id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, key TEXT NOT NULL, fingerprint TEXT NOT NULL, online INTEGER NOT NULL DEFAULT 0,
		quarantined INTEGER NOT NULL DEFAULT 0, last_seen INTEGER, inventory TEXT NOT NULL
	) STRICT;
	CREATE TABLE enrolment (hash TEXT PRIMARY KEY, name TEXT NOT NULL, expires INTEGER NOT NULL, used_at INTEGER) STRICT;
	CREATE TABLE sessions (
		id TEXT PRIMARY KEY, request TEXT NOT NULL, requester TEXT NOT NULL, state TEXT NOT NULL, opened_at INTEGER NOT NULL,
		closed_at INTEGER, pending TEXT NOT NULL
	) STRICT;
	CREATE TABLE links (hash TEXT PRIMARY KEY, person TEXT NOT NULL, session TEXT NOT NULL, expires INTEGER NOT NULL, used_at INTEGER) STRICT;
	CREATE TABLE audit (n INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, who TEXT NOT NULL, what TEXT NOT NULL, detail TEXT NOT NULL) STRICT;`,
	"ALTER TABLE client ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;",
	`ALTER TABLE client ADD COLUMN msp TEXT NOT NULL DEFAULT '{}';
	ALTER TABLE sessions ADD COLUMN ticket TEXT;
	ALTER TABLE sessions ADD COLUMN taken_by TEXT;`,
	`ALTER TABLE sessions ADD COLUMN outcome TEXT;
	ALTER TABLE sessions ADD COLUMN went TEXT;`,
	// Machines that asked with a token and have not connected yet.
	`CREATE TABLE pending (
		id TEXT PRIMARY KEY, hash TEXT NOT NULL, name TEXT NOT NULL, key TEXT NOT NULL, inventory TEXT NOT NULL, at INTEGER NOT NULL
	) STRICT;
	CREATE INDEX pending_by_token ON pending(hash, at);`,
	"ALTER TABLE endpoints ADD COLUMN held TEXT;",
	"ALTER TABLE endpoints ADD COLUMN clock_ahead INTEGER NOT NULL DEFAULT 0;",
	// The endpoints of its plans that wait or run; null: an older version listed it.
	"ALTER TABLE sessions ADD COLUMN follows TEXT;",
	// Who asked and who has it, by their ids, and the endpoints of its plans, by their names; null: an older version listed it.
	`ALTER TABLE sessions ADD COLUMN asker TEXT;
	ALTER TABLE sessions ADD COLUMN taker TEXT;
	ALTER TABLE sessions ADD COLUMN machines TEXT NOT NULL DEFAULT '[]';
	CREATE INDEX sessions_by_opening ON sessions (opened_at, id);`,
	// Who asked for it or took part; null: an older version listed it.
	"ALTER TABLE sessions ADD COLUMN people TEXT;",
	auditKinds,
	// The account that asked for a link; null: an older version issued it.
	`ALTER TABLE links ADD COLUMN identity TEXT;
	${auditTimes}`,
	machineTables,
	// Erasures that wait for a confirmation; null: an older version listed it.
	"ALTER TABLE sessions ADD COLUMN erasures TEXT;",
	approverKeysTable,
	// What each technician chose last in a plan's dialog.
	"CREATE TABLE last_choices (person TEXT PRIMARY KEY, choices TEXT NOT NULL) STRICT;",
	// Deputies; the addresses at which people get plans, by their ids; whether a link was mailed, and then renewed.
	`${deputiesTable}
	ALTER TABLE client ADD COLUMN emails TEXT NOT NULL DEFAULT '{}';
	ALTER TABLE links ADD COLUMN mailed TEXT;`,
	standingTables,
	amendmentTables,
	askedColumn,
	earlierAskers,
	standingWishes,
	// What its agent says of its disk.
	"ALTER TABLE endpoints ADD COLUMN disk TEXT NOT NULL DEFAULT 'room';",
];
