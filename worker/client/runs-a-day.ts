// How many runs a client's people proposed in a day (UTC): each has a recording of its own.
import { z } from "zod";
import type { RunsLeft } from "../contracts/client.ts";
import { laterTable } from "../durable/sql.ts";

const create = "CREATE TABLE runs_a_day (day INTEGER PRIMARY KEY, runs INTEGER NOT NULL) STRICT";
const Row = z.object({ runs: z.int() });
const dayMs = 86_400_000;

export const runsADay = (sql: SqlStorage) => {
	const table = laterTable(sql, "runs_a_day", create);
	return {
		left: (most: number, now: number): RunsLeft => {
			const day = Math.floor(now / dayMs);
			const { runs } = table.row(Row, "SELECT runs FROM runs_a_day WHERE day = ?", day) ?? { runs: 0 };
			return { left: Math.max(0, most - runs), until: (day + 1) * dayMs };
		},
		/** Earlier days are forgotten. */
		count: (runs: number, now: number): void => {
			const day = Math.floor(now / dayMs);
			table.change("DELETE FROM runs_a_day WHERE day < ?", day);
			table.insert(
				"INSERT INTO runs_a_day (day, runs) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET runs = runs + ?2",
				...[day, runs],
			);
		},
	};
};
