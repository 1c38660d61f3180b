// Cards that someone pressed: with a press, Slack gives an address at which that message may be edited five times within 30
// minutes, apart from its rate. So the card loses its buttons, and shows the end, at once.
import { z } from "zod";
import { row } from "../../durable/sql.ts";
import { has } from "./row.ts";
import { urgency } from "./urgency.ts";

const uses = 5;
/** A minute less than Slack's. */
const lifetime = 29 * 60_000;

/** Whether a row is to be edited at such an address: what changes meanwhile, as steps begin and end, is not worth a use. */
export const byPress = `ref IS NOT NULL AND edit_at IS NOT NULL AND urgency < ${urgency.changed}`;

const Address = z.object({ edit_at: z.string().nullable() });

export const pressedPosts = (sql: SqlStorage) => ({
	pressed: (channel: string, message: string, address: string, now: number) =>
		sql.exec(
			"UPDATE posts SET edit_at = ?, edit_until = ?, edits_left = ? WHERE channel = ? AND ref = ?",
			address,
			now + lifetime,
			uses,
			channel,
			message,
		),
	/** The address, one use of it spent; null: it is used up or too old, and the row an edit like others. */
	spendPress: (key: string, now: number): string | null => {
		sql.exec(`UPDATE posts SET edits_left = edits_left - 1 WHERE ${has("?")}`, key);
		const left = `SELECT edit_at FROM posts WHERE ${has("?")} AND edits_left >= 0 AND edit_until > ?`;
		const address = row(sql, Address, left, key, now)?.edit_at ?? null;
		if (address === null) sql.exec(forget, key);
		return address;
	},
	forgetPress: (key: string) => sql.exec(forget, key),
});

const forget = `UPDATE posts SET edit_at = NULL WHERE ${has("?")}`;
