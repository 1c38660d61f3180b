// The threads of a session: where it was opened, on the MSP's desk, at the client elsewhere.
import { z } from "zod";
import { Hearing, type Place, ThreadKind } from "../../../../protocol/record/events.ts";
import { row, rows } from "../../../durable/sql.ts";

const ThreadRow = z.object({
	/** `own`, `desk`, or the workspace: unique within the session. */
	name: z.string(),
	kind: ThreadKind,
	workspace: z.string(),
	channel: z.string(),
	/** Null until its first message is in chat. */
	thread: z.string().nullable(),
	root_key: z.string(),
	since: z.int(),
	heard: Hearing.nullable(),
	/** What people call the conversation; null: not known. */
	called: z.string().nullable(),
});
export type ThreadRow = z.infer<typeof ThreadRow>;

export const threadsTable = (sql: SqlStorage) => ({
	/** The one where the session was opened first. */
	all: (): ThreadRow[] => rows(sql, ThreadRow, "SELECT * FROM threads ORDER BY rowid"),
	at: ({ workspace, channel }: Omit<Place, "thread">) =>
		row(sql, ThreadRow, "SELECT * FROM threads WHERE workspace = ? AND channel = ?", workspace, channel),
	named: (name: string) => row(sql, ThreadRow, "SELECT * FROM threads WHERE name = ?", name),
	ofRoot: (key: string) => row(sql, ThreadRow, "SELECT * FROM threads WHERE root_key = ?", key),
	/** Nothing if the session has one in that conversation already. */
	add: ({ name, kind, workspace, channel, thread, root_key, since, heard, called }: ThreadRow) =>
		sql.exec(
			`INSERT INTO threads (name, kind, workspace, channel, thread, root_key, since, heard, called, rowid)
			SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, (SELECT coalesce(max(rowid), 0) + 1 FROM threads)
			WHERE NOT EXISTS (
				SELECT 1 FROM threads WHERE name = ?1 OR root_key = ?6 OR (workspace = ?3 AND channel = ?4)
			)`,
			...[name, kind, workspace, channel, thread, root_key, since, heard, called],
		),
	setHeard: (name: string, heard: Hearing) =>
		sql.exec("UPDATE threads SET heard = ? WHERE name = ?", heard, name),
	setCalled: (name: string, called: string) =>
		sql.exec("UPDATE threads SET called = ? WHERE name = ?", called, name),
	posted: (name: string, thread: string) =>
		sql.exec("UPDATE threads SET thread = ? WHERE name = ?", thread, name),
});
