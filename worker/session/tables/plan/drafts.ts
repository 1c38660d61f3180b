// Typed or attached commands, until they are proposed or their message is gone. What makes one a script has a table of its own.
import { z } from "zod";
import { Script } from "../../../../protocol/plan/script.ts";
import type { MessageRef } from "../../../../protocol/record/events.ts";
import { tryJson } from "../../../durable/columns.ts";
import { laterTable } from "../../../durable/sql.ts";
import { messageKey } from "../talk/talk.ts";

const Typed = z.object({ id: z.string(), by: z.string(), command: z.string() });
const ScriptRow = z.object({ script: z.string().transform(tryJson).pipe(Script) });
export type DraftRow = z.infer<typeof Typed> & { script: Script | null };

const create = `CREATE TABLE drafts (
	id TEXT PRIMARY KEY, at INTEGER NOT NULL, by TEXT NOT NULL, command TEXT NOT NULL, message TEXT
) STRICT`;
const createScripts = "CREATE TABLE draft_scripts (draft TEXT PRIMARY KEY, script TEXT NOT NULL) STRICT";

type Draft = z.infer<typeof Typed> & { at: number; script?: Script | null; ref: MessageRef };

export const draftsTable = (sql: SqlStorage) => {
	const drafts = laterTable(sql, "drafts", create);
	const scripts = laterTable(sql, "draft_scripts", createScripts);
	return {
		add({ id, at, by, command, script, ref }: Draft): void {
			drafts.insert(
				"INSERT INTO drafts (id, at, by, command, message) VALUES (?, ?, ?, ?, ?)",
				id,
				at,
				by,
				command,
				messageKey(ref),
			);
			if (script)
				scripts.insert("INSERT INTO draft_scripts (draft, script) VALUES (?, ?)", id, JSON.stringify(script));
		},
		get(id: string): DraftRow | null {
			const found = drafts.row(Typed, "SELECT id, by, command FROM drafts WHERE id = ?", id);
			const as = scripts.row(ScriptRow, "SELECT script FROM draft_scripts WHERE draft = ?", id);
			return found && { ...found, script: as?.script ?? null };
		},
		rewrite: (id: string, command: string) =>
			drafts.change("UPDATE drafts SET command = ? WHERE id = ?", command, id),
		drop(id: string): void {
			drafts.change("DELETE FROM drafts WHERE id = ?", id);
			scripts.change("DELETE FROM draft_scripts WHERE draft = ?", id);
		},
		/** All that were typed or attached in that message. */
		dropOf(ref: MessageRef): void {
			drafts.change("DELETE FROM drafts WHERE message = ?", messageKey(ref));
			scripts.change("DELETE FROM draft_scripts WHERE draft NOT IN (SELECT id FROM drafts)");
		},
	};
};
