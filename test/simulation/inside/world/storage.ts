// A Durable Object's storage over Node's SQLite. It outlives the object in memory; the alarm is kept with it.
import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import { transactionsOf } from "../../../../worker/workspace/testing/sql.ts";

/** Databases of an earlier schedule, emptied: making their tables takes longer than a schedule's work on them. */
const spare = new Map<string, DatabaseSync[]>();

const statements = new WeakMap<DatabaseSync, Map<string, StatementSync>>();
const prepared = (db: DatabaseSync, query: string): StatementSync => {
	const known = statements.get(db) ?? new Map<string, StatementSync>();
	statements.set(db, known);
	const before = known.get(query);
	if (before) return before;
	const made = db.prepare(query);
	known.set(query, made);
	return made;
};

const isMany = /;\s*\S/;

/** `kind`: objects of one kind have the same tables. */
export const newStorage = (kind: string, setAlarm: (at: number) => void) => {
	const db = spare.get(kind)?.pop() ?? new DatabaseSync(":memory:");
	const exec = (query: string, ...values: SQLInputValue[]) => {
		if (values.length === 0 && isMany.test(query)) {
			db.exec(query);
			return cursor([]);
		}
		return cursor(
			prepared(db, query)
				.all(...values.map(asHere))
				.map(asThere),
		);
	};
	return {
		sql: kind === "RECORDING" ? sized({ exec }, db) : { exec },
		transactionSync: transactionsOf(db),
		setAlarm: async (at: number) => setAlarm(Number(at)),
		sync: async () => {},
		/** For the checks after a schedule. */
		all: (query: string) => db.prepare(query).all(),
		/** The database may be another one's. */
		giveBack: () => {
			empty(db);
			const pool = spare.get(kind) ?? [];
			spare.set(kind, pool);
			pool.push(db);
		},
	};
};

/** A recording's size counts by its records alone: what the file was used for before makes no difference. */
const sized = <T extends object>(sql: T, db: DatabaseSync): T =>
	Object.defineProperty(sql, "databaseSize", {
		get: () => Number(db.prepare("SELECT sum(length) AS size FROM records").get()?.size ?? 0),
	});

const cursor = (all: Record<string, unknown>[]) => ({
	toArray: () => all,
	one: () => {
		if (all.length !== 1) throw new Error(`expected one row, got ${all.length}`);
		return all[0];
	},
	[Symbol.iterator]: () => all[Symbol.iterator](),
});

const asHere = (value: unknown): SQLInputValue =>
	value instanceof ArrayBuffer ? new Uint8Array(value) : (value as SQLInputValue);

/** Bytes come as an `ArrayBuffer` there, as a `Uint8Array` here. */
const asThere = (row: Record<string, unknown>): Record<string, unknown> => {
	const out: Record<string, unknown> = {};
	for (const name in row) {
		const value = row[name];
		out[name] = value instanceof Uint8Array ? Uint8Array.from(value).buffer : value;
	}
	return out;
};

const empty = (db: DatabaseSync): void => {
	const tables = db
		.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT IN ('migrations')")
		.all();
	db.exec("PRAGMA foreign_keys = OFF");
	for (const { name } of tables) db.exec(`DELETE FROM "${name}"`);
};
