// The Directory's tables.
import { auditKinds, auditTimes } from "../durable/audit.ts";
import { outboxTable } from "../durable/outbox-lists.ts";
import { knownTable } from "./known.ts";
import { accountTable } from "./set-up/accounts.ts";
import { inForceTable } from "./set-up/in-force-table.ts";
import { passkeyTable } from "./signing-in/passkeys.ts";
import { addressMembers, signInDetails, signInTable } from "./signing-in/sign-ins.ts";
import { snippetTable } from "./snippets.ts";

export const migrations = [
	`CREATE TABLE setup (one INTEGER PRIMARY KEY CHECK (one = 1), text TEXT NOT NULL, at INTEGER NOT NULL) STRICT;
	CREATE TABLE ids (kind TEXT NOT NULL, scope TEXT NOT NULL, key TEXT NOT NULL, id TEXT NOT NULL UNIQUE, PRIMARY KEY (kind, scope, key)) STRICT;
	CREATE TABLE members (client TEXT NOT NULL, person TEXT NOT NULL, identity TEXT, name TEXT NOT NULL) STRICT;
	CREATE INDEX members_by_identity ON members (identity);
	CREATE INDEX members_by_person ON members (person);`,
	`CREATE TABLE audit (n INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, who TEXT NOT NULL, what TEXT NOT NULL, detail TEXT NOT NULL) STRICT;`,
	`CREATE TABLE signing_keys (key_id TEXT PRIMARY KEY, key TEXT NOT NULL, at INTEGER NOT NULL) STRICT;`,
	signInTable,
	`CREATE TABLE heard_of (workspace TEXT PRIMARY KEY) STRICT;
	CREATE TABLE spent (nonce TEXT PRIMARY KEY, expires INTEGER NOT NULL) STRICT;`,
	`CREATE TABLE successions (
		to_key TEXT PRIMARY KEY, from_key TEXT NOT NULL, statement TEXT NOT NULL, signature TEXT NOT NULL, at INTEGER NOT NULL
	) STRICT;`,
	// `tokens`: a keyed tag of the last applied bot token, to recognise a change without the token.
	`${outboxTable}
	ALTER TABLE setup ADD COLUMN revision INTEGER NOT NULL DEFAULT 1;
	CREATE TABLE tokens (workspace TEXT PRIMARY KEY, tag TEXT NOT NULL) STRICT;`,
	"CREATE TABLE told_today (detail TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT;",
	accountTable,
	auditKinds,
	signInDetails,
	passkeyTable,
	auditTimes,
	knownTable,
	snippetTable,
	inForceTable,
	addressMembers,
];
