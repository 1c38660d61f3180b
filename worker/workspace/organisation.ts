// An organisation of several workspaces (Enterprise Grid): its people have its id, but it has no token of its own.
import { z } from "zod";
import { row, rows } from "../sql.ts";
import { PostRow } from "./posts.ts";

const Team = z.object({ workspace: z.string() });

export const organisationStore = (sql: SqlStorage) => ({
	/** The workspace that reaches its people; null where none is known, or where this is no organisation. */
	through: (): string | null =>
		row(sql, Team, "SELECT workspace FROM teams ORDER BY rowid DESC LIMIT 1")?.workspace ?? null,
	/** It has this workspace; what waits here goes there. */
	has: (workspace: string): PostRow[] => {
		sql.exec("DELETE FROM teams WHERE workspace = ?", workspace);
		sql.exec("INSERT INTO teams (workspace) VALUES (?)", workspace);
		return rows(sql, PostRow, "SELECT * FROM posts WHERE version > done ORDER BY rowid");
	},
	gone: (key: string) => sql.exec("DELETE FROM posts WHERE key = ?", key),
});
