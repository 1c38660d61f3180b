// Which message is next, where it goes, and the result of an attempt to post it.
import { z } from "zod";
import type { Target } from "../../../bots/poster.ts";
import { Flag } from "../../durable/columns.ts";
import { row, rows } from "../../durable/sql.ts";
import { madeBy } from "../places/threads.ts";
import { bucketIn } from "./buckets.ts";
import type { Pace } from "./pace.ts";
import { noProof } from "./proof.ts";
import { addCopy, Count, Head, never, PostRow, stored } from "./row.ts";
import { type Turns, turnOf } from "./turns.ts";
import { urgencyOf } from "./urgency.ts";

const ThreadRow = z.object({ channel: z.string(), thread: z.string().nullable() });
const Bound = z.object({ bound: Flag });
const Due = z.object({ at: z.int().nullable() });
const Ref = z.object({ ref: z.string().nullable() });

/** Wants to be posted or edited, and has where to: a thread's posts are not in the queue before its first message is there. */
const waiting = (p: string) => `${p}.version > ${p}.done AND ${p}.hold <> 'alone' AND (
	${p}.ref IS NOT NULL OR ${p}.lane LIKE 'person:%' OR ${p}.lane LIKE 'channel:%'
	OR EXISTS (SELECT 1 FROM threads t WHERE t.id = substr(${p}.lane, 8) AND (t.thread IS NOT NULL OR t.root_key = ${p}.key)))`;

const heads = (
	pace: Pace,
) => `SELECT key, lane, max(next_at, ${turnOf("heads")}) AS at, n, urgency, since FROM (
	SELECT p.key, CASE WHEN p.ref IS NULL THEN p.lane ELSE 'edit:' || p.key END AS lane, p.next_at, p.rowid AS n,
	p.urgency, p.since, ${bucketIn(pace)} AS bucket
	FROM posts p WHERE ${waiting("p")} AND (p.ref IS NOT NULL OR NOT EXISTS (
		SELECT 1 FROM posts o WHERE o.lane = p.lane AND o.rowid < p.rowid AND o.ref IS NULL AND ${waiting("o")}))) heads`;

/** Whether a thread's conversation is still its client's, or the MSP's desk. */
const bound = `SELECT count(*) AS bound FROM threads t WHERE t.id = ? AND CASE t.kind
	WHEN 'desk' THEN EXISTS (SELECT 1 FROM desks d WHERE d.channel = t.channel)
	ELSE EXISTS (SELECT 1 FROM channels c WHERE c.channel = t.channel AND c.client = t.client) END`;

const released = "hold = '', attempts = 0, error = NULL";

export const postQueue = (sql: SqlStorage, pace: () => Pace, turns: Turns) => ({
	/** The first of each lane if it is due: the most urgent, and who waits longest, first. */
	due: (now: number, most: number): Head[] => {
		turns.forget(now);
		return rows(
			sql,
			Head,
			`SELECT key, lane FROM (${heads(pace())}) WHERE at <= ?2 ORDER BY urgency, since, n LIMIT ?3`,
			turns.all(),
			now,
			most,
		);
	},
	nextAt: (): number | null =>
		row(sql, Due, `SELECT min(at) AS at FROM (${heads(pace())}) WHERE at < ?2`, turns.all(), never)?.at ??
		null,
	/** Throws if the row can't be read. */
	at: (key: string) => row(sql, PostRow, "SELECT * FROM posts WHERE key = ?", key),

	/** Where it goes, or why it can't now. */
	target: (post: PostRow): { to: Target } | { hold: string } => {
		if ("person" in post.target) return { to: { person: post.target.person.split(":")[2] as string } };
		if ("channel" in post.target) return { to: { channel: post.target.channel, thread: null } };
		const { thread } = post.target;
		const found = row(sql, ThreadRow, "SELECT channel, thread FROM threads WHERE id = ?", thread);
		if (!found) return { hold: "no such thread" };
		if (!row(sql, Bound, bound, thread)?.bound) return { hold: "the channel is not its client's" };
		return { to: found };
	},

	/** From here on it may have been posted. Without an answer, no one looks for it before `lookAt`. */
	sending: (key: string, lookAt: number) =>
		sql.exec(
			`UPDATE posts SET state = 'uncertain', next_at = ?, ${noProof} WHERE key = ? AND ref IS NULL`,
			lookAt,
			key,
		),
	/** It was certainly not posted. */
	unsent: (key: string) =>
		sql.exec("UPDATE posts SET state = 'new', next_at = 0 WHERE key = ? AND ref IS NULL", key),
	/** The first message of a thread makes it. Drops what is never edited, but keeps its key, so that it is never
	 * posted again. A version that came meanwhile waits behind those that waited before. */
	posted: (
		{ key, version, message, target }: Pick<PostRow, "key" | "version" | "message" | "target">,
		channel: string,
		ref: string,
		now: number,
	) => {
		// Someone looked at the copy whose answer was lost while another was on its way.
		const at = row(sql, Ref, "SELECT ref FROM posts WHERE key = ?", key)?.ref ?? null;
		if (at !== null && at !== ref) return addCopy(sql, key, channel, ref, now);
		sql.exec(
			`UPDATE posts SET state = 'posted', channel = ?, ref = ?, done = max(done, ?), next_at = 0, ${released}, since = ?, urgency = ?,
				message = CASE WHEN once = 1 AND version <= ? THEN '' ELSE message END WHERE key = ?`,
			channel,
			ref,
			version,
			now,
			urgencyOf(JSON.stringify(message), stored(sql, key), target),
			version,
			key,
		);
		sql.exec(madeBy, ref, key);
	},
	/** The message to edit is gone: post it again. */
	postAgain: (key: string) =>
		sql.exec(
			`UPDATE posts SET state = 'new', channel = NULL, ref = NULL, edit_at = NULL, next_at = 0, ${released} WHERE key = ?`,
			key,
		),
	/** Failed; again at `at`. A newer version does not hurry it. */
	later: (key: string, at: number, error: string) =>
		sql.exec(
			`UPDATE posts SET attempts = attempts + 1, error = ?,
				next_at = CASE WHEN appeared IS NULL OR ref IS NOT NULL THEN ? ELSE 0 END WHERE key = ?`,
			error.slice(0, 500),
			at,
			key,
		),
	/** As `later`, but a newer version or a new set-up frees it. `alone`: its lane goes on without it. */
	hold: (key: string, what: "lane" | "alone", at: number, error: string) =>
		sql.exec(
			"UPDATE posts SET hold = ?, attempts = attempts + 1, next_at = ?, error = ? WHERE key = ?",
			what,
			at,
			error.slice(0, 500),
			key,
		),
	/** How many are held with no clock that frees them. */
	held: (): number =>
		row(sql, Count, "SELECT count(*) AS n FROM posts WHERE version > done AND hold = 'alone'")?.n ?? 0,
	/** How many are not in chat as they should be. */
	waiting: (): number => row(sql, Count, "SELECT count(*) AS n FROM posts WHERE version > done")?.n ?? 0,
	/** All that waits is due now: the workspace was set up again. */
	retry: () => sql.exec(`UPDATE posts SET next_at = 0, ${released} WHERE version > done`),
});
