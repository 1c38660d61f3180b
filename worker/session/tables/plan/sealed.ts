// Sealed secrets on their way to an endpoint: kept until its agent has them, or the plan is over there. No event has them.
import { z } from "zod";
import { SealedSecret } from "../../../../protocol/sealing.ts";
import { json } from "../../../durable/columns.ts";
import { laterTable } from "../../../durable/sql.ts";

const SealedRow = z.object({ sealed: json(z.array(SealedSecret)) });

const create = `CREATE TABLE sealed (
	plan TEXT NOT NULL, endpoint TEXT NOT NULL, sealed TEXT NOT NULL, PRIMARY KEY (plan, endpoint)
) STRICT, WITHOUT ROWID`;

export const sealedTable = (sql: SqlStorage) => {
	const sealed = laterTable(sql, "sealed", create);
	return {
		keep: (plan: string, endpoint: string, secrets: SealedSecret[]) =>
			sealed.insert(
				"INSERT INTO sealed (plan, endpoint, sealed) VALUES (?, ?, ?)",
				plan,
				endpoint,
				JSON.stringify(secrets),
			),
		of: (plan: string, endpoint: string): SealedSecret[] =>
			sealed.row(SealedRow, "SELECT sealed FROM sealed WHERE plan = ? AND endpoint = ?", plan, endpoint)
				?.sealed ?? [],
		drop: (plan: string, endpoint: string) =>
			sealed.change("DELETE FROM sealed WHERE plan = ? AND endpoint = ?", plan, endpoint),
	};
};
