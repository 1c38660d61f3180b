// Files of messages that no one has handed over yet.
import { z } from "zod";
import { PendingFile } from "../../../contracts/values/pending-file.ts";
import { json } from "../../../durable/columns.ts";
import { laterTable } from "../../../durable/sql.ts";

const PendingRow = z.object({ key: z.string(), what: json(PendingFile), at: z.int(), tries: z.int() });

const create = `CREATE TABLE awaited (
	key TEXT PRIMARY KEY, what TEXT NOT NULL, at INTEGER NOT NULL, tries INTEGER NOT NULL DEFAULT 0
) STRICT`;

export const pendingFilesTable = (sql: SqlStorage) => {
	const awaited = laterTable(sql, "awaited", create);
	return {
		/** `at`: when to ask for it, in ms. */
		add: (key: string, what: PendingFile, at: number) =>
			awaited.insert(
				"INSERT INTO awaited (key, what, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
				key,
				JSON.stringify(what),
				at,
			),
		/** The first due first. */
		all: () => awaited.rows(PendingRow, "SELECT * FROM awaited ORDER BY at, rowid"),
		/** It was requested once more. */
		postpone: (key: string, at: number) =>
			awaited.change("UPDATE awaited SET at = ?, tries = tries + 1 WHERE key = ?", at, key),
		notBefore: (key: string, at: number) =>
			awaited.change("UPDATE awaited SET at = max(at, ?) WHERE key = ?", at, key),
		drop: (key: string) => awaited.change("DELETE FROM awaited WHERE key = ?", key),
	};
};
