// Typed or attached commands, until they are proposed or their message is gone.
import { z } from "zod";
import type { MessageRef } from "../../../../protocol/record/events.ts";
import { laterTable } from "../../../durable/sql.ts";
import { messageKey } from "../talk/talk.ts";

const DraftRow = z.object({ id: z.string(), by: z.string(), command: z.string() });

const create = `CREATE TABLE drafts (
	id TEXT PRIMARY KEY, at INTEGER NOT NULL, by TEXT NOT NULL, command TEXT NOT NULL, message TEXT
) STRICT`;

export const draftsTable = (sql: SqlStorage) => {
	const drafts = laterTable(sql, "drafts", create);
	return {
		add: (draft: { id: string; at: number; by: string; command: string; ref: MessageRef }) =>
			drafts.insert(
				"INSERT INTO drafts (id, at, by, command, message) VALUES (?, ?, ?, ?, ?)",
				draft.id,
				draft.at,
				draft.by,
				draft.command,
				messageKey(draft.ref),
			),
		get: (id: string) => drafts.row(DraftRow, "SELECT id, by, command FROM drafts WHERE id = ?", id),
		drop: (id: string) => drafts.change("DELETE FROM drafts WHERE id = ?", id),
		/** All that were typed or attached in that message. */
		dropOf: (ref: MessageRef) => drafts.change("DELETE FROM drafts WHERE message = ?", messageKey(ref)),
	};
};
