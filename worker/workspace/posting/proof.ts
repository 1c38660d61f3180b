// Whether a post whose answer was lost is in chat: by the platform's own word, or as a last resort by reading back.
import { z } from "zod";
import { row } from "../../durable/sql.ts";
import { madeBy } from "../places/threads.ts";
import type { Flights } from "./flights.ts";
import { has } from "./row.ts";

const Word = z.object({ channel: z.string(), message: z.string() });
const Key = z.object({ key: z.string() });
/** As before it was sent. */
export const noProof = "appeared_in = NULL, appeared = NULL, read_from = ''";

export const postProofs = (sql: SqlStorage, flights: Flights) => {
	return {
		/** It is in chat there, in some version: it is edited from now on. The first message of a thread makes it. */
		found: (key: string, channel: string, ref: string): void => {
			sql.exec(
				`UPDATE posts SET state = 'posted', channel = ?, ref = ?, next_at = 0, attempts = 0, error = NULL, ${noProof} WHERE ${has("?")}`,
				channel,
				ref,
				key,
			);
			flights.end(key);
			sql.exec(madeBy, ref, key);
		},
		/** The platform says so. True where that may end a wait; a post on its way goes on, and comes back to it if its answer is
		 * lost. */
		appeared: (key: string, channel: string, ref: string, now: number): boolean => {
			if (flights.hear(key, { channel, message: ref })) return false;
			const uncertain = `${has("?")} AND state = 'uncertain' AND ref IS NULL`;
			sql.exec(
				`UPDATE posts SET appeared_in = ?, appeared = ?, next_at = ? WHERE ${uncertain}`,
				channel,
				ref,
				now,
				key,
			);
			return row(sql, Key, `SELECT key FROM posts WHERE ${uncertain}`, key) !== null;
		},
		/** Where it is, if the platform said so. */
		word: (key: string) =>
			row(
				sql,
				Word,
				`SELECT appeared_in AS channel, appeared AS message FROM posts WHERE ${has("?")} AND appeared IS NOT NULL`,
				key,
			),
		/** Searching goes on there next time. */
		readFrom: (key: string, cursor: string) =>
			sql.exec(`UPDATE posts SET read_from = ?1 WHERE ${has("?2")} AND read_from <> ?1`, cursor, key),
		/** The platform lets no one read before then: all that must be looked for waits, and nothing else. */
		waitToRead: (at: number) =>
			sql.exec(
				"UPDATE posts SET next_at = max(next_at, ?) WHERE waits = 1 AND state = 'uncertain' AND ref IS NULL AND appeared IS NULL",
				at,
			),
	};
};
