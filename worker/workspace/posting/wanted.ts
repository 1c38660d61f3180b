// What should be in chat: the newest state of each message and its copies, without what was erased.
import { z } from "zod";
import type { Notice } from "../../../protocol/read/view.ts";
import type { Post } from "../../contracts/values/post.ts";
import { row, rows } from "../../durable/sql.ts";
import { addCopy, type Conversation, Count, isCardOf, newer, stored } from "./row.ts";
import { unsaid } from "./unsaid.ts";
import { urgency, urgencyOf } from "./urgency.ts";

const Text = z.object({ key: z.string(), message: z.string() });

/** A post and its copies: of a person, in a further thread, found later. */
const withCopies = `SELECT key, message FROM posts WHERE message <> ''
	AND (key = ?1 OR key BETWEEN ?1 || ':' AND ?1 || ';' OR key BETWEEN ?1 || '@' AND ?1 || 'A' OR key BETWEEN ?1 || '~' AND ?1 || '~~')`;

export const wantedPosts = (sql: SqlStorage) => ({
	/** The newest state of a message wins, and frees one that was held; one that is posted once keeps its first. Copies of it
	 * follow. A late call of a session that has since restarted brings no older one back. */
	put: (post: Post, now: number) => {
		const message = JSON.stringify(post.message);
		const asOf = post.asOf ?? null;
		const urgent = `${urgencyOf(stored(sql, post.key), message, post.to)}`;
		sql.exec(
			`INSERT INTO posts (key, session, target, message, once, at, next_at, since, lane, as_of) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, coalesce(?10, 0))
			ON CONFLICT (key) DO UPDATE SET ${newer("excluded.message", "excluded.at", urgent)}, as_of = coalesce(?10, as_of)
			WHERE once = 0 AND message <> excluded.message AND (?10 IS NULL OR ?10 >= as_of)`,
			post.key,
			post.session ?? "",
			JSON.stringify(post.to),
			message,
			post.once ? 1 : 0,
			now,
			now,
			now,
			laneOf(post),
			asOf,
		);
		if (asOf !== null)
			sql.exec("UPDATE posts SET as_of = ? WHERE key = ? AND as_of < ?", asOf, post.key, asOf);
		sql.exec(
			`UPDATE posts SET ${newer("?1", "?2", urgent)}
			WHERE key BETWEEN ?3 || '~' AND ?3 || '~~' AND message <> ?1
				AND (?4 IS NULL OR ?4 >= (SELECT as_of FROM posts WHERE key = ?3))`,
			message,
			now,
			post.key,
			asOf,
		);
	},
	/** A plan's card is in a session's conversation without our knowledge: its post seemed lost. It is that post, if
	 * there is no other by now; else a copy of it, edited like it. */
	copyFound: (session: string, plan: string, at: Conversation, message: string, now: number): void => {
		const { channel, own } = at;
		const of = row(
			sql,
			z.object({ key: z.string(), ref: z.string().nullable() }),
			`SELECT key, ref FROM posts WHERE ${isCardOf("?2")} AND session = ?1
				AND (lane = 'person:' || ?4 OR EXISTS (SELECT 1 FROM threads t WHERE lane = 'thread:' || t.id AND t.channel = ?3))`,
			session,
			plan,
			channel,
			own,
		);
		const known = "SELECT count(*) AS n FROM posts WHERE channel = ? AND ref = ?";
		if (!of || row(sql, Count, known, channel, message)?.n) return;
		if (of.ref === null)
			return void sql.exec(
				"UPDATE posts SET state = 'posted', channel = ?, ref = ?, next_at = ? WHERE key = ?",
				channel,
				message,
				now,
				of.key,
			);
		addCopy(sql, of.key, channel, message, now);
	},
	/** Removes what was erased from a post and its copies, those that wait and those in chat; of one run, or all. */
	unsay: (key: string, run: string | null, outcomes: Notice["outcomes"], now: number): void => {
		for (const found of rows(sql, Text, withCopies, key)) {
			const text = unsaid(found.message, run, outcomes);
			if (text !== found.message)
				sql.exec(
					`UPDATE posts SET ${newer("?1", "?2", `${urgency.changed}`)} WHERE key = ?3`,
					text,
					now,
					found.key,
				);
		}
	},
});

const laneOf = ({ to }: Post): string => {
	if ("person" in to) return `person:${to.person}`;
	return "channel" in to ? `channel:${to.channel}` : `thread:${to.thread}`;
};
