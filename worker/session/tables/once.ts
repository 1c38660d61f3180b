// Wishes that came already, so that a redelivery changes nothing.
import { z } from "zod";
import { row } from "../../durable/sql.ts";

const OnceRow = z.object({ value: z.string() });

export const onceTable = (sql: SqlStorage) => ({
	/** What was answered the first time that this wish came, or null. */
	before: (key: string): string | null =>
		row(sql, OnceRow, "SELECT value FROM once WHERE key = ?", key)?.value ?? null,
	remember: (key: string, value: string) =>
		sql.exec("INSERT INTO once (key, value) VALUES (?, ?) ON CONFLICT DO NOTHING", key, value),
});
