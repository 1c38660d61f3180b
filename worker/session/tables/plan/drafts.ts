// Typed or attached commands, until they are proposed or their message is gone.
import { z } from "zod";
import type { MessageRef } from "../../../../protocol/record/events.ts";
import { row } from "../../../durable/sql.ts";
import { messageKey } from "../talk/talk.ts";

const DraftRow = z.object({ id: z.string(), by: z.string(), command: z.string() });

export const draftsTable = (sql: SqlStorage) => ({
	add: (draft: { id: string; at: number; by: string; command: string; ref: MessageRef }) =>
		sql.exec(
			"INSERT INTO drafts (id, at, by, command, message) VALUES (?, ?, ?, ?, ?)",
			draft.id,
			draft.at,
			draft.by,
			draft.command,
			messageKey(draft.ref),
		),
	get: (id: string) => row(sql, DraftRow, "SELECT id, by, command FROM drafts WHERE id = ?", id),
	drop: (id: string) => sql.exec("DELETE FROM drafts WHERE id = ?", id),
	/** All that were typed or attached in that message. */
	dropOf: (ref: MessageRef) => sql.exec("DELETE FROM drafts WHERE message = ?", messageKey(ref)),
});
