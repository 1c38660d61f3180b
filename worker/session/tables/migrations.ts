// A session's tables, as each released version made them. Released ones never change; new ones are only added.
import { outboxIntoThings, outboxTable } from "../../durable/outbox-lists.ts";
import { thingsColumns } from "../../durable/things.ts";

export const migrations = [
	`${outboxTable}
	CREATE TABLE session (
		id TEXT PRIMARY KEY, client TEXT NOT NULL, opened_at INTEGER NOT NULL, request TEXT NOT NULL,
		requester TEXT NOT NULL, place TEXT NOT NULL, root_key TEXT NOT NULL, closed_at INTEGER, retention_at INTEGER, snapshot TEXT NOT NULL, once TEXT NOT NULL
	) STRICT;
	CREATE TABLE events (
		seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, kind TEXT NOT NULL, payload BLOB, salt BLOB,
		hash BLOB NOT NULL, link BLOB NOT NULL
	) STRICT;
	CREATE TABLE once (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
	CREATE TABLE plans (
		id TEXT PRIMARY KEY, bytes BLOB NOT NULL, digest TEXT NOT NULL, state TEXT NOT NULL, proposer TEXT NOT NULL,
		decide_by INTEGER NOT NULL, reminded INTEGER NOT NULL DEFAULT 0, decided_at INTEGER, run_by INTEGER,
		policy INTEGER, cancelled_by TEXT
	) STRICT;
	CREATE TABLE votes (
		plan TEXT NOT NULL, person TEXT NOT NULL, verdict TEXT NOT NULL, reason TEXT, at INTEGER NOT NULL, actor TEXT NOT NULL,
		PRIMARY KEY (plan, person)
	) STRICT;
	CREATE TABLE cards (
		workspace TEXT NOT NULL, channel TEXT NOT NULL, message TEXT NOT NULL, plan TEXT, key TEXT NOT NULL,
		PRIMARY KEY (workspace, channel, message)
	) STRICT;
	CREATE TABLE deliveries (
		plan TEXT NOT NULL, endpoint TEXT NOT NULL, state TEXT NOT NULL, detail TEXT, PRIMARY KEY (plan, endpoint)
	) STRICT;
	CREATE TABLE runs (
		id TEXT PRIMARY KEY, plan TEXT NOT NULL, endpoint TEXT NOT NULL, step INTEGER NOT NULL, phase TEXT NOT NULL,
		started_at INTEGER, context TEXT, stdout INTEGER NOT NULL DEFAULT 0, stderr INTEGER NOT NULL DEFAULT 0,
		lines INTEGER, excerpt TEXT NOT NULL DEFAULT '', whole INTEGER NOT NULL DEFAULT 1,
		ended_at INTEGER, summary TEXT, agrees INTEGER, head TEXT, erased TEXT
	) STRICT;
	CREATE TABLE endpoint_keys (endpoint TEXT PRIMARY KEY, key TEXT NOT NULL) STRICT;
	CREATE TABLE drafts (id TEXT PRIMARY KEY, at INTEGER NOT NULL, by TEXT NOT NULL, command TEXT NOT NULL) STRICT;
	CREATE TABLE blobs (id TEXT NOT NULL, part INTEGER NOT NULL, name TEXT NOT NULL, type TEXT NOT NULL, bytes BLOB, PRIMARY KEY (id, part)) STRICT;`,
	// `partly`: some of a run's records are erased, and why, if not all are.
	`CREATE TABLE erasures (
		id TEXT PRIMARY KEY, by TEXT NOT NULL, at INTEGER NOT NULL, expires INTEGER NOT NULL, reason TEXT NOT NULL,
		targets TEXT NOT NULL, state TEXT NOT NULL DEFAULT 'open'
	) STRICT;
	ALTER TABLE runs ADD COLUMN partly TEXT;`,
	// `message`: the one in which it was typed or attached, as `messageKey` names it.
	"ALTER TABLE drafts ADD COLUMN message TEXT;",
	`CREATE TABLE awaited (key TEXT PRIMARY KEY, what TEXT NOT NULL, at INTEGER NOT NULL, tries INTEGER NOT NULL DEFAULT 0) STRICT;
	CREATE INDEX awaited_at ON awaited (at);`,
	// `since`: the number of the last event before a thread was wanted. `talk.message`: the message, as `messageKey` names it.
	`
	CREATE TABLE threads (
		name TEXT PRIMARY KEY, kind TEXT NOT NULL, workspace TEXT NOT NULL, channel TEXT NOT NULL, thread TEXT,
		root_key TEXT NOT NULL UNIQUE, since INTEGER NOT NULL
	) STRICT;
	CREATE UNIQUE INDEX threads_by_place ON threads (workspace, channel);
	INSERT INTO threads SELECT 'own', 'own', json_extract(place, '$.workspace'), json_extract(place, '$.channel'),
		json_extract(place, '$.thread'), root_key, 0 FROM session;
	CREATE TABLE talk (seq INTEGER PRIMARY KEY, message TEXT NOT NULL) STRICT;
	CREATE INDEX talk_by_message ON talk (message);
	ALTER TABLE session ADD COLUMN opened_by TEXT;
	ALTER TABLE session ADD COLUMN taken_by TEXT;
	ALTER TABLE session ADD COLUMN ticket TEXT;
	ALTER TABLE session ADD COLUMN desk_reminded INTEGER NOT NULL DEFAULT 0;`,
	// `heard`: how much of a thread Caisey heard, as last recorded; null: never.
	"ALTER TABLE threads ADD COLUMN heard TEXT;",
	// `found`: what the Worker found in the recording when the run ended.
	"ALTER TABLE runs ADD COLUMN found TEXT;",
	// Facts that `once` used to hold besides what had already come: that a run was rejected and why, the draft of a plan, the
	// notice of a question. Its rows stay, and nothing reads them any more.
	`ALTER TABLE runs ADD COLUMN rejected TEXT;
	UPDATE runs SET rejected = (SELECT value FROM once WHERE key = 'integrity:' || runs.id);
	ALTER TABLE plans ADD COLUMN draft TEXT;
	UPDATE plans SET draft = (SELECT substr(key, 10) FROM once WHERE key GLOB 'proposed:*' AND value = plans.id);
	CREATE INDEX plans_by_draft ON plans (draft);
	CREATE TABLE questions (seq INTEGER PRIMARY KEY, notice TEXT NOT NULL) STRICT;
	INSERT INTO questions SELECT CAST(substr(key, 10) AS INTEGER), value FROM once WHERE key GLOB 'question:[0-9]*';`,
	// `called`: what people called a thread's conversation when it was wanted; null: not known.
	"ALTER TABLE threads ADD COLUMN called TEXT;",
	// `disk`: what the endpoint last said of its disk while it had the plan.
	"ALTER TABLE deliveries ADD COLUMN disk TEXT NOT NULL DEFAULT 'room';",
	// `reading`: which lines the excerpt has, and how its bytes were read.
	"ALTER TABLE runs ADD COLUMN reading TEXT;",
	// `lives`: how often it showed something for the first time since it was started.
	"ALTER TABLE session ADD COLUMN lives INTEGER NOT NULL DEFAULT 0;",
	// `shown`: the digests of what a card showed. `plans.once`: the wish that led to the plan. `once` has these of older sessions.
	`ALTER TABLE cards ADD COLUMN shown TEXT;
	ALTER TABLE plans ADD COLUMN once TEXT;`,
	// `highlights`: the first of what `found` counts inside the step; they go with its output.
	"ALTER TABLE runs ADD COLUMN highlights TEXT;",
	// `start_heard`: when the Worker heard of a run's start; `started_at` is by its agent's clock.
	`ALTER TABLE runs ADD COLUMN start_heard INTEGER;
	UPDATE runs SET start_heard = told.at FROM (
		SELECT at, CASE WHEN json_valid(CAST(payload AS TEXT)) THEN json_extract(CAST(payload AS TEXT), '$.body.run') END AS run
		FROM events WHERE kind = 'run.started'
	) AS told WHERE told.run = runs.id;`,
	// `drift`: how the run's environment differs from that of earlier runs on its endpoint.
	"ALTER TABLE runs ADD COLUMN drift TEXT;",
	// `secrets`: who entered those that the plan needs; null: no one yet.
	"ALTER TABLE plans ADD COLUMN secrets TEXT;",
	// `person`: what became of the plan's words for the person at the machine.
	"ALTER TABLE runs ADD COLUMN person TEXT;",
	// Small things of several kinds in one table.
	`CREATE TABLE things ${thingsColumns};
	INSERT INTO things SELECT 'vote', plan || ' ' || person, rowid,
		json_object('plan', plan, 'person', person, 'verdict', verdict, 'reason', reason, 'at', at, 'actor', actor) FROM votes;
	INSERT INTO things SELECT 'card', workspace || ' ' || channel || ' ' || message, row_number() OVER (),
		json_object('workspace', workspace, 'plan', plan, 'key', key, 'shown', shown) FROM cards;
	INSERT INTO things SELECT 'delivery', plan || ' ' || endpoint, rowid,
		json_object('plan', plan, 'endpoint', endpoint, 'state', state, 'detail', detail, 'disk', disk) FROM deliveries;
	INSERT INTO things SELECT 'endpoint-key', endpoint, rowid, json_object('endpoint', endpoint, 'key', key) FROM endpoint_keys;
	INSERT INTO things SELECT 'thread', name, rowid, json_object('name', name, 'kind', kind, 'workspace', workspace,
		'channel', channel, 'thread', thread, 'root_key', root_key, 'since', since, 'heard', heard, 'called', called) FROM threads;
	CREATE TABLE IF NOT EXISTS proposals (once TEXT PRIMARY KEY, intent TEXT NOT NULL, due INTEGER NOT NULL) STRICT, WITHOUT ROWID;
	INSERT INTO things SELECT 'proposal', once, row_number() OVER (), json_object('once', once, 'intent', intent, 'due', due) FROM proposals;
	DROP TABLE proposals;
	DROP TABLE votes;
	DROP TABLE cards;
	DROP TABLE deliveries;
	DROP TABLE endpoint_keys;
	DROP TABLE threads;
	${outboxIntoThings}`,
	// What a conversation was called is in the record, once it or its thread is.
	`UPDATE things SET body = json_set(body, '$.called', NULL)
		WHERE kind = 'thread' AND (key = 'own' OR body ->> 'thread' IS NOT NULL) AND body ->> 'called' IS NOT NULL;`,
	// `reopened_at`: when a closed session was last reopened.
	"ALTER TABLE session ADD COLUMN reopened_at INTEGER;",
	// An event may be quoted in several notices.
	`CREATE TABLE IF NOT EXISTS questions (seq INTEGER PRIMARY KEY, notice TEXT NOT NULL) STRICT;
	INSERT INTO things SELECT 'quoting', seq || ' ' || notice, row_number() OVER (ORDER BY seq), json_object('notice', notice) FROM questions;
	DROP TABLE questions;`,
	// `escalated`: to whom a plan went that nobody decided in time; null: to nobody yet.
	"ALTER TABLE plans ADD COLUMN escalated TEXT;",
];
