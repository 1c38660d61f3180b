// Erasures that someone asked for, and how each ended.
import { z } from "zod";
import { Actor } from "../../../protocol/people.ts";
import { Erasure, ErasureTargets } from "../../../protocol/record/erasure.ts";
import { json } from "../../durable/columns.ts";
import { row, rows } from "../../durable/sql.ts";

const ErasureRow = Erasure.extend({
	by: json(Actor),
	targets: json(ErasureTargets),
	state: z.enum(["open", "confirmed", "declined", "withdrawn", "expired"]),
});

export const erasuresTable = (sql: SqlStorage) => ({
	add: ({ id, by, at, expires, reason, targets }: Erasure) =>
		sql.exec(
			"INSERT INTO erasures (id, by, at, expires, reason, targets) VALUES (?, ?, ?, ?, ?, ?)",
			id,
			JSON.stringify(by),
			at,
			expires,
			reason,
			JSON.stringify(targets),
		),
	get: (id: string) => row(sql, ErasureRow, "SELECT * FROM erasures WHERE id = ?", id),
	/** Those that wait for an answer, the oldest first. */
	open: (): Erasure[] =>
		rows(sql, ErasureRow, "SELECT * FROM erasures WHERE state = 'open' ORDER BY at").map(
			({ state: _open, ...erasure }) => erasure,
		),
	end: (id: string, state: "confirmed" | "declined" | "withdrawn" | "expired") =>
		sql.exec("UPDATE erasures SET state = ? WHERE id = ?", state, id),
});
