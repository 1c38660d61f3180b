// SQLite in a Durable Object: additive migrations, and rows decoded by a schema.
import type { z } from "zod";

/** How a new database is made: with what the first `upTo` migrations lead to, in fewer pages and rows. */
export type Fresh = { sql: string; upTo: number };

/** Part of a new database's first table, which keeps its text: how many migrations it began with. It costs no row. */
export const madeWith = (upTo: number): string => `/* made with ${upTo} */`;

/** Runs the migrations that this database has not seen. Each is a text of statements; released ones are never changed, only added
 * to. How many a new database began with is kept in its own schema, those that it ran in a table. */
export const migrate = (
	storage: DurableObjectStorage,
	migrations: string[],
	fresh: Fresh | null = null,
): void =>
	storage.transactionSync(() => {
		const { sql } = storage;
		let done = Math.max(begunWith(sql), ...["migrations", "made_with"].map((name) => highest(sql, name)));
		if (fresh && done === 0) {
			sql.exec(fresh.sql);
			done = fresh.upTo;
		}
		if (done >= migrations.length) return;
		sql.exec("CREATE TABLE IF NOT EXISTS migrations (n INTEGER PRIMARY KEY, at INTEGER NOT NULL) STRICT");
		for (const [index, statements] of migrations.entries()) {
			if (index < done) continue;
			sql.exec(statements);
			sql.exec("INSERT INTO migrations (n, at) VALUES (?, ?)", index + 1, Date.now());
		}
	});

const highest = (sql: SqlStorage, name: string): number =>
	exists(sql, name) ? sql.exec<{ n: number }>(`SELECT coalesce(max(n), 0) AS n FROM ${name}`).one().n : 0;

/** Older ones have it in the view `made_with`. */
const begunWith = (sql: SqlStorage): number => {
	const query = "SELECT sql FROM sqlite_master WHERE sql LIKE '%/* made with %'";
	const [found] = sql.exec<{ sql: string }>(query).toArray();
	return Number(/made with (\d+)/.exec(found?.sql ?? "")?.[1] ?? 0);
};

/** Whether this database has any table of ours: one that was only ever asked has none. */
export const isMade = (sql: SqlStorage): boolean =>
	sql.exec("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name NOT GLOB '_cf_*' LIMIT 1").toArray()
		.length > 0;

export const exists = (sql: SqlStorage, name: string): boolean =>
	sql.exec("SELECT 1 FROM sqlite_master WHERE name = ?", name).toArray().length > 0;

/** A table that a new database gets with its first row, since an empty one takes a page of 4 KiB, and one for each index. A
 * migration of it has to make it first. */
export const laterTable = (sql: SqlStorage, name: string, create: string) => {
	const isThere = (): boolean => exists(sql, name);
	return {
		insert(query: string, ...values: unknown[]): void {
			if (!isThere()) sql.exec(create);
			sql.exec(query, ...values);
		},
		/** Updates or deletes. */
		change(query: string, ...values: unknown[]): void {
			if (isThere()) sql.exec(query, ...values);
		},
		rows: <S extends z.ZodType>(schema: S, query: string, ...values: unknown[]): z.output<S>[] =>
			isThere() ? rows(sql, schema, query, ...values) : [],
		/** The first row, or null. */
		row: <S extends z.ZodType>(schema: S, query: string, ...values: unknown[]): z.output<S> | null =>
			isThere() ? row(sql, schema, query, ...values) : null,
	};
};

/** Until a table has more rows, a scan of it costs less than an index, which takes a page of 4 KiB and a row for each row. */
const few = 32;

/** The indexes of a table that is small in most objects: made as soon as it isn't. To be called after an insert. Each is a
 * `CREATE INDEX IF NOT EXISTS`. */
export const indexOnceLarge = (sql: SqlStorage, table: string, ...indexes: string[]): void => {
	const some = `SELECT count(*) AS n FROM (SELECT 1 FROM ${table} LIMIT ${few + 1})`;
	if (sql.exec<{ n: number }>(some).one().n > few) for (const index of indexes) sql.exec(index);
};

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
