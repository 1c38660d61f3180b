// How often each account, and each stranger's network, was refused within a day or a session, and what of it is written down.
import { z } from "zod";
import { noteOf, type Refused, together } from "../../domain/quota.ts";
import { laterTable } from "./sql.ts";

/** `noted`: how many of `count` the record tells of. Of all accounts, and of all strangers, there is a row, too; there it is how
 * many are written down one by one, an account's first apart. */
const create = `CREATE TABLE refusals (
	day INTEGER NOT NULL, who TEXT NOT NULL, count INTEGER NOT NULL, noted INTEGER NOT NULL, PRIMARY KEY (day, who)
) STRICT, WITHOUT ROWID`;
const Row = z.object({ who: z.string(), count: z.int(), noted: z.int() });
const all = { account: "all accounts", stranger: "all strangers" } as const satisfies Record<Refused, string>;

type Counts = Pick<z.infer<typeof Row>, "count" | "noted">;

export const refusalsTable = (sql: SqlStorage) => {
	const refusals = laterTable(sql, "refusals", create);
	const read = (day: number, who: string): Counts =>
		refusals.row(Row, "SELECT who, count, noted FROM refusals WHERE day = ? AND who = ?", day, who) ?? {
			count: 0,
			noted: 0,
		};
	const keep = (day: number, who: string, { count, noted }: Counts): void =>
		refusals.insert(
			"INSERT OR REPLACE INTO refusals (day, who, count, noted) VALUES (?, ?, ?, ?)",
			day,
			who,
			count,
			noted,
		);
	return {
		/** One more: what the record says of it, and how many there are of this account by now. Inside a transaction. */
		note: (day: number, of: Refused, who: string): { note: ReturnType<typeof noteOf>; n: number } => {
			const total = read(day, all[of]);
			const own = read(day, who);
			const n = own.count + 1;
			const note = noteOf(of, n, total.noted + 1);
			const listed = note === "whole" && !(of === "account" && n === 1);
			keep(day, all[of], { count: total.count + 1, noted: total.noted + (listed ? 1 : 0) });
			// Strangers beyond those that are written down leave no row either.
			if (of === "account" || total.noted < together)
				keep(day, who, { count: n, noted: note === "nothing" ? own.noted : n });
			return { note, n };
		},
		/** Forgets the days before this one: who was refused more often then than the record tells. */
		before: (day: number): z.infer<typeof Row>[] => {
			const past = refusals.rows(Row, "SELECT who, count, noted FROM refusals WHERE day < ?", day);
			if (past.length > 0) refusals.change("DELETE FROM refusals WHERE day < ?", day);
			return past.filter(({ who, count, noted }) => count > noted && who !== all.account);
		},
	};
};
