// A Durable Object's storage for tests of what is kept in it: the same statements over Node's own SQLite.
import { DatabaseSync, type SQLInputValue } from "node:sqlite";

/** As much of it as tables and rows need; `sql.exec` runs at once and has its rows at hand. */
export const memoryStorage = (): DurableObjectStorage => {
	const db = new DatabaseSync(":memory:");
	const exec = (query: string, ...values: SQLInputValue[]) => {
		const all = run(db, query, values);
		return { toArray: () => all, one: () => all[0], [Symbol.iterator]: () => all[Symbol.iterator]() };
	};
	return {
		sql: { exec },
		transactionSync: transactionsOf((statement) => db.exec(statement)),
	} as unknown as DurableObjectStorage;
};

/** `transactionSync`: one within another is undone alone. */
export const transactionsOf =
	(run: (statement: string) => void) =>
	<T>(write: () => T): T => {
		run("SAVEPOINT change");
		try {
			const result = write();
			run("RELEASE change");
			return result;
		} catch (error) {
			run("ROLLBACK TO change");
			run("RELEASE change");
			throw error;
		}
	};

/** Several statements at once take no values. */
const run = (db: DatabaseSync, query: string, values: SQLInputValue[]): unknown[] => {
	if (values.length > 0 || /^\s*SELECT/i.test(query))
		return db
			.prepare(query)
			.all(...values)
			.map(asThere);
	db.exec(query);
	return [];
};

/** Bytes come as an `ArrayBuffer` there, as a `Uint8Array` here. */
const asThere = (row: Record<string, unknown>): unknown =>
	Object.fromEntries(
		Object.entries(row).map(([name, value]) => [
			name,
			value instanceof Uint8Array ? Uint8Array.from(value).buffer : value,
		]),
	);
