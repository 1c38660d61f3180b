// Wishes that came already, so that a redelivery changes nothing.
import { z } from "zod";
import { laterTable } from "../../durable/sql.ts";

const OnceRow = z.object({ value: z.string() });

const create = "CREATE TABLE once (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID";

export const onceTable = (sql: SqlStorage) => {
	const once = laterTable(sql, "once", create);
	return {
		/** What was answered the first time that this wish came, or null. */
		before: (key: string): string | null =>
			once.row(OnceRow, "SELECT value FROM once WHERE key = ?", key)?.value ?? null,
		remember: (key: string, value: string) =>
			once.insert("INSERT INTO once (key, value) VALUES (?, ?) ON CONFLICT DO NOTHING", key, value),
	};
};
