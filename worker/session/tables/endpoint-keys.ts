// The keys of all agents that any plan named, as they were when it was proposed.
import { z } from "zod";
import { rows } from "../../durable/sql.ts";

const KeyRow = z.object({ endpoint: z.string(), key: z.string() });

export const endpointKeysTable = (sql: SqlStorage) => ({
	/** The first one of an endpoint stays. */
	keep: (endpoint: string, key: string) =>
		sql.exec(
			`INSERT INTO endpoint_keys (endpoint, key, rowid) VALUES (?, ?, (SELECT coalesce(max(rowid), 0) + 1 FROM endpoint_keys))
			ON CONFLICT DO NOTHING`,
			endpoint,
			key,
		),
	all: () => rows(sql, KeyRow, "SELECT endpoint, key FROM endpoint_keys ORDER BY rowid"),
});
