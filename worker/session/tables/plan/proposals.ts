// Proposals whose endpoints are asked what the steps are there: kept until they become plans.
import { z } from "zod";
import { Propose } from "../../../../bots/intent.ts";
import { json } from "../../../durable/columns.ts";
import { laterTable } from "../../../durable/sql.ts";

const Row = z.object({ intent: json(Propose) });
const Due = z.object({ due: z.int().nullable() });
const Found = z.object({ once: z.string() });

const create = `CREATE TABLE proposals (
	once TEXT PRIMARY KEY, intent TEXT NOT NULL, due INTEGER NOT NULL
) STRICT, WITHOUT ROWID`;

export const proposalsTable = (sql: SqlStorage) => {
	const proposals = laterTable(sql, "proposals", create);
	return {
		/** Until then, in ms since 1970, someone waits for the answers; the same wish may come again. */
		keep: (intent: Propose, due: number): void =>
			proposals.insert(
				"INSERT INTO proposals (once, intent, due) VALUES (?, ?, ?) ON CONFLICT (once) DO UPDATE SET intent = excluded.intent",
				intent.once,
				JSON.stringify(intent),
				due,
			),
		has: (once: string): boolean =>
			proposals.row(Found, "SELECT once FROM proposals WHERE once = ?", once) !== null,
		drop: (once: string): void => proposals.change("DELETE FROM proposals WHERE once = ?", once),
		/** Those that no one waits for any more. */
		overdue: (now: number): string[] =>
			proposals.rows(Found, "SELECT once FROM proposals WHERE due <= ?", now).map(({ once }) => once),
		/** Throws where it can't be read. */
		get: (once: string): Propose | null =>
			proposals.row(Row, "SELECT intent FROM proposals WHERE once = ?", once)?.intent ?? null,
		nextDue: (): number | null => proposals.row(Due, "SELECT min(due) AS due FROM proposals")?.due ?? null,
	};
};
