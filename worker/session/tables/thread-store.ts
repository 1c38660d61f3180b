// Two tables of a session: its threads, and which events belong to one message of its talk.
import { z } from "zod";
import { Hearing, type Place, ThreadKind } from "../../../protocol/events.ts";
import { row, rows } from "../../durable/sql.ts";

/** `since`: the number of the last event before it was wanted. `talk.message`: the message's place on its platform. */
export const threadTables = `
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
	ALTER TABLE session ADD COLUMN desk_reminded INTEGER NOT NULL DEFAULT 0;`;

/** What was last recorded of how a thread is heard; null where nothing was. */
export const hearingColumn = "ALTER TABLE threads ADD COLUMN heard TEXT;";

const ThreadRow = z.object({
	/** `own`, `desk`, or the workspace: unique within the session. */
	name: z.string(),
	kind: ThreadKind,
	workspace: z.string(),
	channel: z.string(),
	/** Null until its first message stands. */
	thread: z.string().nullable(),
	root_key: z.string(),
	since: z.int(),
	heard: Hearing.nullable(),
});
export type ThreadRow = z.infer<typeof ThreadRow>;

export const threadStore = (sql: SqlStorage) => ({
	/** The one where the session was opened first. */
	all: (): ThreadRow[] => rows(sql, ThreadRow, "SELECT * FROM threads ORDER BY rowid"),
	at: ({ workspace, channel }: Omit<Place, "thread">) =>
		row(sql, ThreadRow, "SELECT * FROM threads WHERE workspace = ? AND channel = ?", workspace, channel),
	named: (name: string) => row(sql, ThreadRow, "SELECT * FROM threads WHERE name = ?", name),
	ofRoot: (key: string) => row(sql, ThreadRow, "SELECT * FROM threads WHERE root_key = ?", key),
	/** Nothing where the session has one in that conversation already. */
	add: ({ name, kind, workspace, channel, thread, root_key, since, heard }: ThreadRow) =>
		sql.exec(
			`INSERT INTO threads (name, kind, workspace, channel, thread, root_key, since, heard) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT DO NOTHING`,
			...[name, kind, workspace, channel, thread, root_key, since, heard],
		),
	setHeard: (name: string, heard: Hearing) =>
		sql.exec("UPDATE threads SET heard = ? WHERE name = ?", heard, name),
	stands: (name: string, thread: string) =>
		sql.exec("UPDATE threads SET thread = ? WHERE name = ?", thread, name),

	/** This event is about that message. */
	about: (seq: number, message: string) =>
		sql.exec("INSERT INTO talk (seq, message) VALUES (?, ?)", seq, message),
	/** The events about a message, oldest first. */
	eventsAbout: (message: string): number[] =>
		rows(sql, z.object({ seq: z.int() }), "SELECT seq FROM talk WHERE message = ? ORDER BY seq", message).map(
			({ seq }) => seq,
		),
	/** The message that an event is about. */
	messageOf: (seq: number): string | null =>
		row(sql, z.object({ message: z.string() }), "SELECT message FROM talk WHERE seq = ?", seq)?.message ??
		null,
});
