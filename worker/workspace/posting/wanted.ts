// What should be in chat: the newest state of each message and its copies, without what was erased.
import { z } from "zod";
import type { ChatMessage, Notice } from "../../../protocol/read/view.ts";
import type { Post } from "../../contracts/values/post.ts";
import { row, rows } from "../../durable/sql.ts";
import type { Flights } from "./flights.ts";
import {
	addCopy,
	asStored,
	behind,
	type Conversation,
	Count,
	has,
	isCardOf,
	Message,
	newer,
	stored,
} from "./row.ts";
import { unsaid } from "./unsaid.ts";
import { unsaidKeys } from "./unsaid-keys.ts";
import { urgency, urgencyOf } from "./urgency.ts";

const Placed = z.object({ key: z.string(), ref: z.string().nullable() });
const Text = z.object({ key: z.string(), message: Message });

/** A post and its copies: of a person, in a further thread, found later. */
const withCopies = `SELECT key, message FROM posts WHERE waits IN (0, 1) AND key BETWEEN ?1 AND ?1 || '~~' AND (message <> '' OR ref IS NOT NULL)
	AND (key = ?1 OR key BETWEEN ?1 || ':' AND ?1 || ';' OR key BETWEEN ?1 || '@' AND ?1 || 'A' OR key BETWEEN ?1 || '~' AND ?1 || '~~')`;

export const wantedPosts = (sql: SqlStorage, flights: Flights) => ({
	/** The newest state of a message wins, and frees one that was held; one that is posted once keeps its first. Copies of it
	 * follow. A late call of a session that has since restarted brings no older one back. `goes`: the queue is worked through next. */
	put: (post: Post, now: number, goes = false) => {
		const text = textOf(sql, post);
		const message = asStored(text);
		const asOf = post.asOf ?? null;
		const before = stored(sql, post.key);
		if (before === undefined) {
			const claimed = goes && flights.mayClaim() && isFirst(sql, laneOf(post), post.key);
			if (claimed) flights.claim(post.key, now + claimFor);
			return add(sql, post, message, now, claimed);
		}
		const urgent = `${urgencyOf(before, text, post.to)}`;
		sql.exec(
			`UPDATE posts SET ${newer("?1", "?2", urgent)}, as_of = coalesce(?3, as_of)
			WHERE ${has("?4")} AND once = 0 AND message <> ?1 AND (?3 IS NULL OR ?3 >= as_of)`,
			...[message, now, asOf, post.key],
		);
		if (asOf !== null)
			sql.exec(`UPDATE posts SET as_of = ?1 WHERE ${has("?2")} AND as_of < ?1`, asOf, post.key);
		sql.exec(
			`UPDATE posts SET ${newer("?1", "?2", urgent)}
			WHERE waits IN (0, 1) AND key BETWEEN ?3 || '~' AND ?3 || '~~' AND message <> ?1
				AND (?4 IS NULL OR ?4 >= (SELECT as_of FROM posts o WHERE ${has("?3", "o")}))`,
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
			Placed,
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
				`UPDATE posts SET state = 'posted', channel = ?, ref = ?, next_at = ? WHERE ${has("?")}`,
				channel,
				message,
				now,
				of.key,
			);
		addCopy(sql, of.key, channel, message, now);
	},
	/** Removes what was erased from a post and its copies, those that wait, those in chat and those still to come; of one run, or
	 * all. `says`: what a notice says from now on; without it, one that is in chat and isn't kept stays as it is. */
	unsay: (key: string, run: string | null, says: Notice | null, now: number): void => {
		if (says) unsaidKeys(sql).add(key);
		for (const found of rows(sql, Text, withCopies, key)) {
			const text = found.message === "" ? saying(says) : unsaid(found.message, run, says);
			if (text !== found.message)
				sql.exec(
					`UPDATE posts SET ${newer("?1", "?2", `${urgency.changed}`)} WHERE ${has("?3")}`,
					asStored(text),
					now,
					found.key,
				);
		}
	},
});

/** What a post says: one that comes only after its words were erased says the rest. */
const textOf = (sql: SqlStorage, { key, message, once }: Post): string => {
	const text = JSON.stringify(message);
	return once && unsaidKeys(sql).has(key) ? unsaid(text, null, null) : text;
};

const saying = (view: Notice | null): string =>
	view ? JSON.stringify({ type: "notice", view } satisfies ChatMessage) : "";

/** Longer than any platform's own word of a post takes, in ms; so soon it is sent, else that is stored anew. */
const claimFor = 15_000;

/** Whether a new post of this lane is the first there, and has where to. */
const isFirst = (sql: SqlStorage, lane: string, key: string): boolean =>
	row(
		sql,
		Count,
		`SELECT (?1 NOT LIKE 'thread:%' OR EXISTS (
			SELECT 1 FROM threads t WHERE t.id = substr(?1, 8) AND (t.thread IS NOT NULL OR t.root_key = ?2)
		)) AND NOT EXISTS (SELECT 1 FROM posts WHERE waits = 1 AND lane = ?1 AND ref IS NULL) AS n`,
		lane,
		key,
	)?.n === 1;

/** `claimed`: as one that may have been sent. */
const add = (
	sql: SqlStorage,
	post: Post,
	message: string | Uint8Array,
	now: number,
	claimed: boolean,
): void =>
	void sql.exec(
		`INSERT INTO posts (waits, n, key, session, target, message, once, at, next_at, since, lane, as_of, state)
		VALUES (1, ${behind}, ?1, ?2, ?3, ?4, ?5, ?6, ?6 + ?9, ?6, ?7, ?8, iif(?9, 'uncertain', 'new'))`,
		post.key,
		post.session ?? "",
		JSON.stringify(post.to),
		message,
		post.once ? 1 : 0,
		now,
		laneOf(post),
		post.asOf ?? 0,
		claimed ? claimFor : 0,
	);

const laneOf = ({ to }: Post): string => {
	if ("person" in to) return `person:${to.person}`;
	return "channel" in to ? `channel:${to.channel}` : `thread:${to.thread}`;
};
