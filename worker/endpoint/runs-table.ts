// The runs that were granted to this endpoint: only for these does anyone open a recording.
import { z } from "zod";
import { laterTable, row, rows } from "../durable/sql.ts";

const create = "CREATE TABLE granted (run TEXT PRIMARY KEY, plan TEXT NOT NULL) STRICT, WITHOUT ROWID";
const Found = z.object({ found: z.int() });
const Asked = z.object({ plan: z.string(), session: z.string() });

/** So many plans are asked about at once. */
const mostAsked = 20;

export const runsTable = (sql: SqlStorage) => {
	const runs = laterTable(sql, "granted", create);
	const keep = (plan: string, of: string[]): void => {
		for (const run of of)
			runs.insert("INSERT INTO granted (run, plan) VALUES (?, ?) ON CONFLICT DO NOTHING", run, plan);
	};
	return {
		keep,
		has: (run: string): boolean =>
			runs.row(Found, "SELECT 1 AS found FROM granted WHERE run = ?", run) !== null,
		/** Plans that an older version granted, newest first, with their sessions: what their runs are isn't known here yet. */
		unknown: (): z.infer<typeof Asked>[] => {
			const known = row(sql, Found, "SELECT 1 AS found FROM sqlite_master WHERE name = 'granted'")
				? "AND plan NOT IN (SELECT plan FROM granted)"
				: "";
			const query = `SELECT plan, session FROM queue WHERE state <> 'queued' ${known} ORDER BY rowid DESC LIMIT ${mostAsked}`;
			return rows(sql, Asked, query);
		},
		/** Its session was asked: it isn't again. */
		asked: (plan: string, of: string[]): void => keep(plan, of.length > 0 ? of : [`none of ${plan}`]),
	};
};
