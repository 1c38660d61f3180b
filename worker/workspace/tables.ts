// The Workspace's tables.
import { outboxTable, smallerOutbox } from "../durable/outbox-lists.ts";
import { troublesTable } from "./posting/troubles.ts";

const postsTable = `
CREATE TABLE posts (
	key TEXT PRIMARY KEY, session TEXT NOT NULL, target TEXT NOT NULL, message TEXT NOT NULL, once INTEGER NOT NULL,
	version INTEGER NOT NULL DEFAULT 1, done INTEGER NOT NULL DEFAULT 0, channel TEXT, ref TEXT, state TEXT NOT NULL DEFAULT 'new',
	attempts INTEGER NOT NULL DEFAULT 0, next_at INTEGER NOT NULL DEFAULT 0, at INTEGER NOT NULL, error TEXT
) STRICT;
CREATE INDEX posts_due ON posts (next_at) WHERE version > done;
CREATE TABLE paces (lane TEXT PRIMARY KEY, tokens REAL NOT NULL, at INTEGER NOT NULL) STRICT;`;

/** `lane`: the conversation that a post keeps its order in. `hold`: empty, `lane` or `alone` (see posting/queue.ts). */
const lanes = `
ALTER TABLE posts ADD COLUMN lane TEXT NOT NULL DEFAULT '';
ALTER TABLE posts ADD COLUMN hold TEXT NOT NULL DEFAULT '';
UPDATE posts SET lane = CASE WHEN json_valid(target) AND json_extract(target, '$.person') IS NOT NULL
	THEN 'person:' || json_extract(target, '$.person') ELSE 'thread:' || session END;
UPDATE posts SET state = 'new', hold = 'alone', done = version - 1 WHERE state = 'failed';
CREATE INDEX posts_in_lane ON posts (lane) WHERE version > done;`;

/** `moved`: ids of conversations that others had before; all that we keep stays under the first. */
const comingAndGoing = `
ALTER TABLE workspace ADD COLUMN digest TEXT;
ALTER TABLE workspace ADD COLUMN name TEXT;
ALTER TABLE workspace ADD COLUMN installed_by TEXT;
ALTER TABLE workspace ADD COLUMN installed_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE workspace ADD COLUMN left_at INTEGER;
ALTER TABLE workspace ADD COLUMN left_because TEXT;
CREATE TABLE moved (channel TEXT PRIMARY KEY, first TEXT NOT NULL, at INTEGER NOT NULL) STRICT;`;

/** Every token that was ever in use, by its digest. `over`: it was taken away, or an installation came after it. */
const knownTokens = `
CREATE TABLE known_tokens (digest TEXT PRIMARY KEY, over INTEGER NOT NULL) STRICT;
INSERT INTO known_tokens (digest, over) SELECT digest, token IS NULL FROM workspace WHERE digest IS NOT NULL;`;

/** Of Teams: how conversations and people are reached, and what was said lately. */
const contacts = `
CREATE TABLE conversations (channel TEXT PRIMARY KEY, service_url TEXT NOT NULL, kind TEXT NOT NULL, person TEXT, at INTEGER NOT NULL) STRICT;
CREATE TABLE users (identity TEXT PRIMARY KEY, user_id TEXT NOT NULL) STRICT;
CREATE TABLE heard (print TEXT PRIMARY KEY, message TEXT NOT NULL, at INTEGER NOT NULL) STRICT;
CREATE INDEX heard_by_age ON heard (at);`;
/** Threads instead of `sessions`, which is read no more: a session may have several, also here. `desks`: the MSP's own. */
const threads = `
CREATE TABLE threads (
	id TEXT PRIMARY KEY, session TEXT NOT NULL, client TEXT NOT NULL, kind TEXT NOT NULL, channel TEXT NOT NULL, thread TEXT,
	once TEXT NOT NULL UNIQUE, root_key TEXT NOT NULL UNIQUE
) STRICT;
CREATE UNIQUE INDEX threads_by_place ON threads (channel, thread);
INSERT INTO threads SELECT id, id, client, 'own', channel, thread, once, root_key FROM sessions;
UPDATE posts SET target = json_object('thread', session) WHERE json_valid(target) AND json_extract(target, '$.thread') = 1;
CREATE TABLE desks (channel TEXT PRIMARY KEY) STRICT;`;

/** Where the app was added or removed last, by Teams' clock: `place` is a conversation, or a team with all of its channels. */
const comings = `
CREATE TABLE comings (place TEXT PRIMARY KEY, here INTEGER NOT NULL, at INTEGER NOT NULL) STRICT;
ALTER TABLE conversations ADD COLUMN team TEXT;`;
/** `whole_since`: when someone was first heard there who did not speak to the bot. */
const hearing = "ALTER TABLE conversations ADD COLUMN whole_since INTEGER;";
/** `since`: since when chat is out of date. */
const inTurn = `
ALTER TABLE posts ADD COLUMN since INTEGER NOT NULL DEFAULT 0;
ALTER TABLE posts ADD COLUMN passing INTEGER NOT NULL DEFAULT 0;`;
/** Instead of `passing`, which is read no more. `recent`, `slow_until`: see posting/pace.ts. */
const byUrgency = `
ALTER TABLE posts ADD COLUMN urgency INTEGER NOT NULL DEFAULT 3;
UPDATE posts SET urgency = 4 WHERE passing = 1;
ALTER TABLE paces ADD COLUMN recent TEXT NOT NULL DEFAULT '[]';
ALTER TABLE paces ADD COLUMN slow_until INTEGER NOT NULL DEFAULT 0;`;
/** Of a post whose answer was lost: where the platform says it is, and where searching for it goes on. */
const proof = `
ALTER TABLE posts ADD COLUMN appeared_in TEXT;
ALTER TABLE posts ADD COLUMN appeared TEXT;
ALTER TABLE posts ADD COLUMN read_from TEXT NOT NULL DEFAULT '';`;
/** Where a pressed card may be edited: see posting/pressed.ts. */
const press = `
ALTER TABLE posts ADD COLUMN edit_at TEXT;
ALTER TABLE posts ADD COLUMN edit_until INTEGER NOT NULL DEFAULT 0;
ALTER TABLE posts ADD COLUMN edits_left INTEGER NOT NULL DEFAULT 0;`;

/** Who is told, and until when at which address, if a thread can't be opened. */
const asker = `
ALTER TABLE threads ADD COLUMN asker TEXT;
ALTER TABLE threads ADD COLUMN answer_at TEXT;
ALTER TABLE threads ADD COLUMN answer_until INTEGER NOT NULL DEFAULT 0;`;

/** What people call conversations, and the Teams team that they belong to. `at`: when the platform was asked, or
 * an hour before it is to be asked again; 0: ask again. */
const names =
	"CREATE TABLE names (channel TEXT PRIMARY KEY, name TEXT, team TEXT, at INTEGER NOT NULL) STRICT;";

/** In one tree, what waits beside each other: an index would cost a row for each. `waits`: chat doesn't show the newest version, kept
 * with each change. `n`: the order in which those that wait came. `message`: JSON text, or packed. */
const waitingTogether = `
CREATE TABLE posts_together (
	waits INTEGER NOT NULL, key TEXT NOT NULL, n INTEGER NOT NULL, session TEXT NOT NULL, target TEXT NOT NULL, message ANY NOT NULL,
	once INTEGER NOT NULL, version INTEGER NOT NULL DEFAULT 1, done INTEGER NOT NULL DEFAULT 0, channel TEXT, ref TEXT,
	state TEXT NOT NULL DEFAULT 'new', attempts INTEGER NOT NULL DEFAULT 0, next_at INTEGER NOT NULL DEFAULT 0, at INTEGER NOT NULL,
	error TEXT, lane TEXT NOT NULL DEFAULT '', hold TEXT NOT NULL DEFAULT '', since INTEGER NOT NULL DEFAULT 0,
	urgency INTEGER NOT NULL DEFAULT 3, appeared_in TEXT, appeared TEXT, read_from TEXT NOT NULL DEFAULT '', edit_at TEXT,
	edit_until INTEGER NOT NULL DEFAULT 0, edits_left INTEGER NOT NULL DEFAULT 0, as_of INTEGER NOT NULL DEFAULT 0,
	PRIMARY KEY (waits, key)
) STRICT, WITHOUT ROWID;
INSERT INTO posts_together SELECT version > done, key, rowid, session, target, message, once, version, done, channel, ref, state,
	attempts, next_at, at, error, lane, hold, since, urgency, appeared_in, appeared, read_from, edit_at, edit_until, edits_left, as_of
	FROM posts;
DROP TABLE posts;
ALTER TABLE posts_together RENAME TO posts;`;

export const migrations = [
	`${outboxTable}${postsTable}
	CREATE TABLE workspace (id TEXT PRIMARY KEY, token TEXT) STRICT;
	CREATE TABLE channels (channel TEXT PRIMARY KEY, client TEXT NOT NULL) STRICT;
	CREATE TABLE sessions (id TEXT PRIMARY KEY, client TEXT NOT NULL, channel TEXT NOT NULL, thread TEXT, once TEXT NOT NULL UNIQUE, root_key TEXT NOT NULL) STRICT;
	CREATE UNIQUE INDEX sessions_by_thread ON sessions (channel, thread);`,
	lanes,
	comingAndGoing,
	knownTokens,
	// Messages posted once are not kept here: the platform has them, and the record.
	"UPDATE posts SET message = '' WHERE once = 1 AND done >= version;",
	contacts,
	threads,
	hearing,
	comings,
	inTurn,
	// The Slack organisation that it belongs to, as Slack says.
	"ALTER TABLE workspace ADD COLUMN organisation TEXT;",
	// Whether the set-up file names it.
	"ALTER TABLE workspace ADD COLUMN listed INTEGER NOT NULL DEFAULT 1;",
	// Tokens left of the hour's rate, if there is one; null: all. No one knows what was posted before this.
	"ALTER TABLE paces ADD COLUMN hourly REAL; UPDATE paces SET hourly = 0;",
	// Until when the platform may be dropping messages.
	"ALTER TABLE workspace ADD COLUMN dropping_until INTEGER NOT NULL DEFAULT 0;",
	byUrgency,
	proof,
	press,
	"ALTER TABLE workspace ADD COLUMN dropping_from INTEGER NOT NULL DEFAULT 0;",
	names,
	// Whether the app lacks the scope to ask for it.
	"ALTER TABLE names ADD COLUMN refused INTEGER NOT NULL DEFAULT 0;",
	// Which of its session's states a message shows, or is about to; 0: not known.
	"ALTER TABLE posts ADD COLUMN as_of INTEGER NOT NULL DEFAULT 0;",
	// `posts_in_lane` finds all that wait, too; each index costs a row whenever a message is new, changes or waits.
	"DROP INDEX posts_due;",
	smallerOutbox,
	asker,
	waitingTogether,
	troublesTable,
	// One-time posts without words that were erased: see posting/unsaid-keys.ts.
	"CREATE TABLE unsaid (key TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;",
];
