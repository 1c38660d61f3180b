// Erasures that someone asked for, and how each ended.
import { z } from "zod";
import { Actor } from "../../../protocol/people.ts";
import { Erasure, ErasureTargets } from "../../../protocol/record/erasure.ts";
import { json } from "../../durable/columns.ts";
import { laterTable } from "../../durable/sql.ts";

const ErasureRow = Erasure.extend({
	by: json(Actor),
	targets: json(ErasureTargets),
	state: z.enum(["open", "confirmed", "declined", "withdrawn", "expired"]),
});

const create = `CREATE TABLE erasures (
	id TEXT PRIMARY KEY, by TEXT NOT NULL, at INTEGER NOT NULL, expires INTEGER NOT NULL, reason TEXT NOT NULL,
	targets TEXT NOT NULL, state TEXT NOT NULL DEFAULT 'open'
) STRICT`;

export const erasuresTable = (sql: SqlStorage) => {
	const erasures = laterTable(sql, "erasures", create);
	return {
		add: ({ id, by, at, expires, reason, targets }: Erasure) =>
			erasures.insert(
				"INSERT INTO erasures (id, by, at, expires, reason, targets) VALUES (?, ?, ?, ?, ?, ?)",
				id,
				JSON.stringify(by),
				at,
				expires,
				reason,
				JSON.stringify(targets),
			),
		get: (id: string) => erasures.row(ErasureRow, "SELECT * FROM erasures WHERE id = ?", id),
		/** Those that wait for an answer, the oldest first. */
		open: (): Erasure[] =>
			erasures
				.rows(ErasureRow, "SELECT * FROM erasures WHERE state = 'open' ORDER BY at")
				.map(({ state: _open, ...erasure }) => erasure),
		end: (id: string, state: "confirmed" | "declined" | "withdrawn" | "expired") =>
			erasures.change("UPDATE erasures SET state = ? WHERE id = ?", state, id),
	};
};
