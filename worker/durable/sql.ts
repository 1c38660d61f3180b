// SQLite in a Durable Object: additive migrations, and rows decoded by a schema.
import type { z } from "zod";

/** Runs the migrations that this database has not seen. Each is a text of statements; released ones are never changed, only added to. */
export const migrate = (storage: DurableObjectStorage, migrations: string[]): void =>
	storage.transactionSync(() => {
		storage.sql.exec(
			"CREATE TABLE IF NOT EXISTS migrations (n INTEGER PRIMARY KEY, at INTEGER NOT NULL) STRICT",
		);
		const done = storage.sql.exec<{ n: number }>("SELECT coalesce(max(n), 0) AS n FROM migrations").one().n;
		for (const [index, statements] of migrations.entries()) {
			if (index < done) continue;
			storage.sql.exec(statements);
			storage.sql.exec("INSERT INTO migrations (n, at) VALUES (?, ?)", index + 1, Date.now());
		}
	});

/** All rows of a query, each decoded. */
export const rows = <S extends z.ZodType>(
	sql: SqlStorage,
	schema: S,
	query: string,
	...values: unknown[]
): z.output<S>[] =>
	sql
		.exec(query, ...values)
		.toArray()
		.map((row) => schema.parse(row));

/** The first row, decoded, or null. */
export const row = <S extends z.ZodType>(
	sql: SqlStorage,
	schema: S,
	query: string,
	...values: unknown[]
): z.output<S> | null => rows(sql, schema, query, ...values)[0] ?? null;
