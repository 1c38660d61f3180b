// A Durable Object's storage over Node's SQLite. It outlives the object in memory; the alarm is kept with it.
import type { SQLInputValue } from "node:sqlite";
import { transactionsOf } from "../../../../worker/workspace/testing/sql.ts";
import { borrow, type Database } from "./databases.ts";
import type { Result, Row } from "./reading.ts";

/** `kind`: objects of one kind have the same tables. `kept`: what an earlier schedule left it. */
export const newStorage = (kind: string, kept: Database | null, setAlarm: (at: number) => void) => {
	const database = kept ?? borrow(kind);
	const { reading } = database;
	const transaction = transactionsOf((statement) => database.prepare(statement).run());
	const exec = (query: string, ...values: SQLInputValue[]) =>
		new Cursor(reading.run(query, values.length === 0 ? values : values.map(asHere)));
	const transactionSync = <T>(write: () => T): T => {
		try {
			return transaction(write);
		} catch (error) {
			reading.forget();
			throw error;
		} finally {
			// An object's first transaction makes its tables.
			database.made();
		}
	};
	return {
		database,
		sql: kind === "RECORDING" ? sized({ exec }, database) : { exec },
		transactionSync,
		setAlarm: async (at: number) => setAlarm(Number(at)),
		sync: async () => {},
		/** For the checks after a schedule; nothing, if no call of it has arrived. */
		all: (query: string) => (database.isMade() ? database.prepare(query).all() : []),
		/** Some tables are made with their first row. */
		has: database.has,
	};
};

/** A recording's size counts by its records alone: what the file was used for before makes no difference. */
const sized = <T extends object>(sql: T, { prepare }: Database): T =>
	Object.defineProperty(sql, "databaseSize", {
		get: () => Number(prepare("SELECT sum(length) AS size FROM records").get()?.size ?? 0),
	});

class Cursor {
	readonly rowsWritten: number;
	readonly #rows: Row[];
	constructor({ rows, written }: Result) {
		this.#rows = rows;
		this.rowsWritten = written;
	}
	toArray(): Row[] {
		return this.#rows;
	}
	one(): Row | undefined {
		if (this.#rows.length !== 1) throw new Error(`expected one row, got ${this.#rows.length}`);
		return this.#rows[0];
	}
	[Symbol.iterator]() {
		return this.#rows[Symbol.iterator]();
	}
}
const asHere = (value: unknown): SQLInputValue =>
	value instanceof ArrayBuffer ? new Uint8Array(value) : (value as SQLInputValue);
