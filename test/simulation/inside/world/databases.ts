// Databases that serve one schedule after another: making their tables takes longer than a schedule's work on them.
import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";

/** All rows, by table. */
export type Rows = Map<string, Record<string, SQLInputValue>[]>;
export type Database = ReturnType<typeof newDatabase>;

const spare = new Map<string, Database[]>();

/** What one of each kind holds once its tables are made. */
const beginnings = new Map<string, Rows>();

const newDatabase = (kind: string) => {
	const db = new DatabaseSync(":memory:");
	const statements = new Map<string, StatementSync>();
	/** Prepared once. */
	const prepare = (query: string): StatementSync => {
		const known = statements.get(query) ?? db.prepare(query);
		statements.set(query, known);
		return known;
	};
	const tables = () =>
		prepare("SELECT name FROM sqlite_schema WHERE type = 'table'")
			.all()
			.map(({ name }) => String(name));
	const has = (table: string) => tables().includes(table);
	let isMade = false;
	return {
		...{ kind, db, prepare, has },
		isMade: () => isMade,
		/** Its tables are there by now. */
		made: (): void => {
			isMade = true;
		},
		rows: (): Rows =>
			new Map(tables().map((name) => [name, prepare(`SELECT * FROM "${name}"`).all()] as never)),
		/** From now on its tables hold this alone. */
		fill: (rows: Rows): void => {
			db.exec("PRAGMA foreign_keys = OFF");
			for (const name of tables()) prepare(`DELETE FROM "${name}"`).run();
			for (const [name, all] of rows)
				for (const row of all) {
					const names = Object.keys(row);
					const values = names.map(() => "?").join();
					prepare(`INSERT INTO "${name}" (${names.join()}) VALUES (${values})`).run(...Object.values(row));
				}
		},
	};
};

/** Databases of one kind have the same tables. */
export const borrow = (kind: string): Database => spare.get(kind)?.pop() ?? newDatabase(kind);

/** Its tables were just made, or were there already. */
export const begun = (one: Database): void => {
	one.made();
	if (!beginnings.has(one.kind)) beginnings.set(one.kind, one.rows());
};

/** It may serve another one, as it began. */
export const giveBack = (one: Database): void => {
	if (one.db.isTransaction) one.db.exec("ROLLBACK");
	const beginning = beginnings.get(one.kind);
	if (!beginning || !one.isMade()) return;
	one.fill(beginning);
	spare.set(one.kind, [...(spare.get(one.kind) ?? []), one]);
};
