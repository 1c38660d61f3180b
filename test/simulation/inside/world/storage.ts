// A Durable Object's storage over Node's SQLite. It outlives the object in memory; the alarm is kept with it.
import type { SQLInputValue } from "node:sqlite";
import { transactionsOf } from "../../../../worker/workspace/testing/sql.ts";
import { begun, borrow, type Database, giveBack, type Rows } from "./databases.ts";
import { newReading } from "./reading.ts";

const isMany = /;\s*\S/;

/** `kind`: objects of one kind have the same tables. */
export const newStorage = (kind: string, setAlarm: (at: number) => void) => {
	const database = borrow(kind);
	const reading = newReading(database);
	const transaction = transactionsOf(database.db);
	let isBegun = false;
	const exec = (query: string, ...values: SQLInputValue[]) => {
		if (values.length > 0 || !isMany.test(query)) return cursor(reading.run(query, values.map(asHere)));
		database.db.exec(query);
		reading.forget();
		return cursor({ rows: [], written: 0 });
	};
	const transactionSync = <T>(write: () => T): T => {
		try {
			return transaction(write);
		} catch (error) {
			reading.forget();
			throw error;
		} finally {
			// An object's first transaction makes its tables.
			if (!isBegun) begun(database);
			isBegun = true;
		}
	};
	return {
		sql: kind === "RECORDING" ? sized({ exec }, database) : { exec },
		transactionSync,
		setAlarm: async (at: number) => setAlarm(Number(at)),
		sync: async () => {},
		/** For the checks after a schedule. */
		all: (query: string) => database.prepare(query).all(),
		/** Some tables are made with their first row. */
		has: (table: string) => database.has(table),
		rows: () => database.rows(),
		/** Its tables are made. */
		fill: (rows: Rows) => {
			database.fill(rows);
			reading.forget();
		},
		isMade: () => database.isMade(),
		/** The database may be another one's. */
		giveBack: () => giveBack(database),
	};
};

/** A recording's size counts by its records alone: what the file was used for before makes no difference. */
const sized = <T extends object>(sql: T, { prepare }: Database): T =>
	Object.defineProperty(sql, "databaseSize", {
		get: () => Number(prepare("SELECT sum(length) AS size FROM records").get()?.size ?? 0),
	});

const cursor = ({ rows, written }: { rows: Record<string, unknown>[]; written: number }) => ({
	toArray: () => rows,
	one: () => {
		if (rows.length !== 1) throw new Error(`expected one row, got ${rows.length}`);
		return rows[0];
	},
	rowsWritten: written,
	[Symbol.iterator]: () => rows[Symbol.iterator](),
});

const asHere = (value: unknown): SQLInputValue =>
	value instanceof ArrayBuffer ? new Uint8Array(value) : (value as SQLInputValue);
