// Where nothing of ours is taken at present, and since when: each who has to know hears it once for as long as that lasts.
import { z } from "zod";
import type { Unposted } from "../../../protocol/read/unposted.ts";
import { row } from "../../durable/sql.ts";

const Since = z.object({ since: z.int().nullable() });

/** A migration. `place`: a conversation; empty: the whole workspace. `told`: a client, whose owners hear it, or the key of a thread's
 * first message, whose session does. */
export const troublesTable = `CREATE TABLE troubles (
	place TEXT NOT NULL, told TEXT NOT NULL, because TEXT NOT NULL, since INTEGER NOT NULL, PRIMARY KEY (place, told)
) STRICT, WITHOUT ROWID;`;

export const troubleStore = (sql: SqlStorage) => ({
	/** When it began there, in ms, and whether that is only now; null: this one was told already. */
	tell: (
		place: string,
		told: string,
		because: Unposted,
		now: number,
	): { since: number; isNew: boolean } | null => {
		const query = "SELECT min(since) AS since FROM troubles WHERE place = ? AND because = ?";
		const before = row(sql, Since, query, place, because)?.since ?? null;
		const since = before ?? now;
		const kept = row(
			sql,
			Since,
			`INSERT INTO troubles (place, told, because, since) VALUES (?, ?, ?, ?)
			ON CONFLICT DO UPDATE SET because = excluded.because, since = excluded.since WHERE because <> excluded.because
			RETURNING since`,
			...[place, told, because, since],
		);
		return kept && { since, isNew: before === null };
	},
	/** Something of ours was taken there that was sent at `sentAt`, in ms: what began later isn't over. `because`: only trouble for that
	 * reason is. */
	over: (place: string, sentAt: number, because: Unposted | null = null): void =>
		void sql.exec(
			"DELETE FROM troubles WHERE place = ?1 AND since <= ?2 AND (?3 IS NULL OR because = ?3)",
			place,
			sentAt,
			because,
		),
});
export type TroubleStore = ReturnType<typeof troubleStore>;
