// Databases that serve one schedule after another: making their tables takes longer than a schedule's work on them. All that a
// schedule writes is one transaction, which is undone at its end.
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { newReading } from "./reading.ts";

export type Database = ReturnType<typeof newDatabase>;

const spare = new Map<string, Database[]>();

const newDatabase = (kind: string) => {
	const db = new DatabaseSync(":memory:");
	const statements = new Map<string, StatementSync>();
	/** Prepared once. */
	const prepare = (query: string): StatementSync => {
		const known = statements.get(query) ?? db.prepare(query);
		statements.set(query, known);
		return known;
	};
	const later = new Set<string>();
	const tables = new Set<string>();
	let [isMade, isKept, isOpen] = [false, false, false];
	const learn = () => {
		for (const { name } of prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all())
			tables.add(String(name));
	};
	const begin = () => {
		if (isMade && !isOpen) prepare("BEGIN").run();
		isOpen = isMade;
	};
	const reading = newReading(
		prepare,
		(query) => db.exec(query),
		// From the next schedule on it is there from the beginning.
		(query) => {
			if (!isMade) return;
			later.add(query);
			learn();
		},
	);
	return {
		...{ kind, db, prepare, reading, begin },
		/** Some tables are made with their first row. */
		has: (table: string): boolean => tables.has(table),
		isMade: (): boolean => isMade,
		isKept: (): boolean => isKept,
		/** Its tables were just made, or were there already. */
		made: (): void => {
			if (isMade) return;
			isMade = true;
			learn();
			begin();
			reading.begun(true);
		},
		/** Each schedule that goes on with it begins with what it holds now. */
		keep: (): void => {
			if (isOpen) prepare("COMMIT").run();
			[isKept, isOpen] = [true, false];
			later.clear();
			reading.begun(true);
		},
		/** It is as it began. */
		undo: (): void => {
			if (!isOpen) return;
			prepare("ROLLBACK").run();
			isOpen = false;
			for (const query of later) db.exec(query);
			reading.begun(later.size > 0);
			later.clear();
		},
	};
};

/** Databases of one kind have the same tables. */
export const borrow = (kind: string): Database => {
	const one = spare.get(kind)?.pop() ?? newDatabase(kind);
	one.begin();
	return one;
};

/** It may serve another one, as it began. */
export const giveBack = (one: Database): void => {
	one.undo();
	if (one.isMade() && !one.isKept()) spare.set(one.kind, [...(spare.get(one.kind) ?? []), one]);
};
