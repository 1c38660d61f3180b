// Whether a post whose answer was lost is in chat: by the platform's own word, or as a last resort by reading back.
import { z } from "zod";
import { row } from "../../durable/sql.ts";

const Appeared = z.object({ appeared_in: z.string(), appeared: z.string() });
/** As before it was sent. */
export const noProof = "appeared_in = NULL, appeared = NULL, read_from = ''";

export const postProofs = (sql: SqlStorage) => {
	const found = (key: string, channel: string, ref: string): void =>
		void sql.exec(
			`UPDATE posts SET state = 'posted', channel = ?, ref = ?, next_at = 0, attempts = 0, error = NULL, ${noProof} WHERE key = ?`,
			channel,
			ref,
			key,
		);
	return {
		/** It is in chat there, in some version: it is edited from now on. */
		found,
		/** The platform says so. True where that ends a wait; a post on its way goes on, and comes back to it if its answer is
		 * lost. */
		appeared: (key: string, channel: string, ref: string, now: number): boolean => {
			const uncertain = "key = ? AND state = 'uncertain' AND ref IS NULL";
			sql.exec(`UPDATE posts SET appeared_in = ?, appeared = ? WHERE ${uncertain}`, channel, ref, key);
			sql.exec(`UPDATE posts SET next_at = ? WHERE attempts > 0 AND ${uncertain}`, now, key);
			return (
				row(sql, z.object({ key: z.string() }), `SELECT key FROM posts WHERE ${uncertain}`, key) !== null
			);
		},
		/** Where it is, if the platform said so: then it is that post. */
		takeWord: (key: string): boolean => {
			const word = row(
				sql,
				Appeared,
				"SELECT appeared_in, appeared FROM posts WHERE key = ? AND appeared IS NOT NULL",
				key,
			);
			if (word) found(key, word.appeared_in, word.appeared);
			return word !== null;
		},
		/** Searching goes on there next time. */
		readFrom: (key: string, cursor: string) =>
			sql.exec("UPDATE posts SET read_from = ? WHERE key = ?", cursor, key),
		/** The platform lets no one read before then: all that must be looked for waits, and nothing else. */
		waitToRead: (at: number) =>
			sql.exec(
				"UPDATE posts SET next_at = max(next_at, ?) WHERE version > done AND state = 'uncertain' AND ref IS NULL AND appeared IS NULL",
				at,
			),
	};
};
