// How many runs a client's people proposed in a day (UTC): each has a recording of its own.
import { z } from "zod";
import type { RunsLeft } from "../contracts/client.ts";
import { laterTable } from "../durable/sql.ts";

const create =
	"CREATE TABLE runs_a_day (plan TEXT PRIMARY KEY, day INTEGER NOT NULL, runs INTEGER NOT NULL) STRICT, WITHOUT ROWID";
const Sum = z.object({ runs: z.int() });
const dayMs = 86_400_000;

export const runsADay = (sql: SqlStorage) => {
	const table = laterTable(sql, "runs_a_day", create);
	const dayOf = (at: number) => Math.floor(at / dayMs);
	return {
		left: (most: number, now: number): RunsLeft => {
			const day = dayOf(now);
			const sum = "SELECT coalesce(sum(runs), 0) AS runs FROM runs_a_day WHERE day = ?";
			const { runs } = table.row(Sum, sum, day) ?? { runs: 0 };
			return { left: Math.max(0, most - runs), until: (day + 1) * dayMs };
		},
		/** A plan counts once, on the day of its proposal, however often and late this comes. Earlier days are forgotten. */
		count: (plan: string, runs: number, proposedAt: number, now: number): void => {
			table.change("DELETE FROM runs_a_day WHERE day < ?", dayOf(now));
			if (dayOf(proposedAt) < dayOf(now)) return;
			table.insert(
				"INSERT INTO runs_a_day (plan, day, runs) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
				...[plan, dayOf(proposedAt), runs],
			);
		},
	};
};
