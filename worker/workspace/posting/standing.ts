// Whose message is where in chat: how a press is recognised.
import { z } from "zod";
import { Flag } from "../../durable/columns.ts";
import { row } from "../../durable/sql.ts";
import { type Conversation, isCardOf } from "./row.ts";

const Sent = z.object({ session: z.string(), direct: Flag });
const Posted = Sent.extend({ key: z.string() });

export const standingPosts = (sql: SqlStorage) => ({
	/** The session of a message of ours; `direct`: we sent it to one person alone. */
	sessionAt: (channel: string, message: string) =>
		row(
			sql,
			Posted,
			"SELECT key, session, lane LIKE 'person:%' AS direct FROM posts WHERE channel = ? AND ref = ? AND session <> ''",
			channel,
			message,
		),
	/** The session whose plan's card was sent there, perhaps with an answer that is still to come or was lost; null: none was.
	 * In a conversation with threads, nothing but what was sent to whose own chat it is. */
	sentTo: (plan: string, { channel, own, threads }: Conversation & { threads: boolean }) =>
		row(
			sql,
			Sent,
			`SELECT session, lane LIKE 'person:%' AS direct FROM posts
			WHERE ${isCardOf("?1")} AND state <> 'new' AND (lane = 'person:' || ?3
				OR (?4 = 0 AND EXISTS (SELECT 1 FROM threads t WHERE lane = 'thread:' || t.id AND t.channel = ?2)))`,
			plan,
			channel,
			own,
			threads ? 1 : 0,
		),
});
