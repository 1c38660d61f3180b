// The order of a session's plans, runs, votes and deliveries: by the events before them, so that no one has to look for the last.

/** A number after those of all rows that were added before the last event; a thousand fit between two events. */
export const afterEvents = "(SELECT coalesce(max(seq), 0) FROM events) * 1000";

const columnsWhere = (sql: SqlStorage, table: "plans" | "runs", is: string): boolean =>
	sql.exec(`SELECT 1 FROM pragma_table_info('${table}') WHERE ${is}`).toArray().length > 0;

/** Whether the order is a column; in most older databases it is hidden. */
export const hasColumn = (sql: SqlStorage, table: "plans" | "runs", name: string): boolean =>
	columnsWhere(sql, table, `name = '${name}'`);

/** Whether the order is the table's key, not the ids: these then need an index once they are many. */
export const hasOrderAsKey = (sql: SqlStorage, table: "plans" | "runs"): boolean =>
	columnsWhere(sql, table, "name = 'rowid' AND pk = 1");

/** The index of the ids, where they need one. */
export const byId = (sql: SqlStorage, table: "plans" | "runs"): string[] =>
	hasOrderAsKey(sql, table) ? [`CREATE UNIQUE INDEX IF NOT EXISTS ${table}_by_id ON ${table} (id)`] : [];
