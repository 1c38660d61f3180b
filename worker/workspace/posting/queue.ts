// Which message is next, where it goes, and the result of an attempt to post it.
import { z } from "zod";
import type { Target } from "../../../bots/poster.ts";
import { Flag } from "../../durable/columns.ts";
import { row, rows } from "../../durable/sql.ts";
import { madeBy } from "../places/threads.ts";
import { bucketIn } from "./buckets.ts";
import { clientIn, type FairTurns, servedAt } from "./fair.ts";
import type { Flights } from "./flights.ts";
import type { Pace } from "./pace.ts";
import { noProof } from "./proof.ts";
import { addCopy, Count, Head, has, never, PostRow, stored } from "./row.ts";
import { type Turns, turnOf } from "./turns.ts";
import { urgencyOf } from "./urgency.ts";

const ThreadRow = z.object({ channel: z.string(), thread: z.string().nullable() });
const Bound = z.object({ bound: Flag });
const Due = z.object({ at: z.int().nullable() });
const Ref = z.object({ ref: z.string().nullable() });

/** Wants to be posted or edited, and has where to: a thread's posts are not in the queue before its first message is there. */
const waiting = (p: string) => `${p}.waits = 1 AND ${p}.hold <> 'alone' AND (
	${p}.ref IS NOT NULL OR ${p}.lane LIKE 'person:%' OR ${p}.lane LIKE 'channel:%'
	OR EXISTS (SELECT 1 FROM threads t WHERE t.id = substr(${p}.lane, 8) AND (t.thread IS NOT NULL OR t.root_key = ${p}.key)))`;

/** What waits, with the place of its lane's first that isn't in chat yet: one pass, however much waits. */
const inLanes = `SELECT key, lane, ref, session, next_at, n, urgency, since, edit_at,
	min(iif(ref IS NULL, n, NULL)) OVER (PARTITION BY lane) AS first FROM posts p WHERE ${waiting("p")}`;

const heads = (
	pace: Pace,
) => `SELECT key, lane, max(next_at, ${turnOf("heads")}) AS at, n, urgency, since, client FROM (
	SELECT p.key, CASE WHEN p.ref IS NULL THEN p.lane ELSE 'edit:' || p.key END AS lane,
	iif(p.key IN (SELECT value FROM json_each(?3)), 0, p.next_at) AS next_at, p.n,
	p.urgency, p.since, ${clientIn("p")} AS client, ${bucketIn(pace)} AS bucket
	FROM (${inLanes}) p WHERE p.ref IS NOT NULL OR p.n = p.first) heads`;

/** Whether a thread's conversation is still its client's, or the MSP's desk. */
const bound = `SELECT count(*) AS bound FROM threads t WHERE t.id = ? AND CASE t.kind
	WHEN 'desk' THEN EXISTS (SELECT 1 FROM desks d WHERE d.channel = t.channel)
	ELSE EXISTS (SELECT 1 FROM channels c WHERE c.channel = t.channel AND c.client = t.client) END`;

/** Whether any message waits: mostly none does, and to ask which is next costs much more. */
const isAny = (sql: SqlStorage): boolean =>
	row(sql, Count, "SELECT 1 AS n FROM posts WHERE waits = 1 LIMIT 1") !== null;

const released = "hold = '', attempts = 0, error = NULL";

export const postQueue = (
	sql: SqlStorage,
	pace: () => Pace,
	turns: Turns,
	flights: Flights,
	fair: FairTurns,
) => ({
	/** The first of each lane if it is due: the most urgent, the client that was served longest ago, and who waits longest, first.
	 * Their number is in the text: SQLite would compile the query again for each that is bound. */
	due: (now: number, most: number): Head[] => {
		turns.forget(now);
		if (!isAny(sql)) return [];
		return rows(
			sql,
			Head,
			`SELECT key, lane FROM (${heads(pace())}) WHERE at <= ?2 ORDER BY urgency, ${servedAt("client", "?4")}, since, n LIMIT ${most}`,
			turns.all(),
			now,
			flights.claimed(),
			fair.served(),
		);
	},
	nextAt: (): number | null => {
		if (!isAny(sql)) return null;
		const query = `SELECT min(at) AS at FROM (${heads(pace())}) WHERE at < ?2`;
		return row(sql, Due, query, turns.all(), never, flights.claimed())?.at ?? null;
	},
	/** Throws if the row can't be read. */
	at: (key: string): PostRow | null => {
		const post = row(sql, PostRow, `SELECT * FROM posts WHERE ${has("?")}`, key);
		return post && flights.isClaimed(key) ? { ...post, state: "new" } : post;
	},

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
	sending: (key: string, lookAt: number) => {
		const until = flights.unclaim(key);
		flights.begin(key);
		if (until !== null && until >= lookAt) return;
		sql.exec(
			`UPDATE posts SET state = 'uncertain', next_at = ?, ${noProof} WHERE ${has("?")} AND ref IS NULL`,
			lookAt,
			key,
		);
	},
	/** It was certainly not posted. */
	unsent: (key: string) => {
		flights.end(key);
		sql.exec(`UPDATE posts SET state = 'new', next_at = 0 WHERE ${has("?")} AND ref IS NULL`, key);
	},
	/** The first message of a thread makes it. Drops what is never edited, but keeps its key, so that it is never
	 * posted again. A version that came meanwhile waits behind those that waited before. */
	posted: (
		{ key, version, message, target }: Pick<PostRow, "key" | "version" | "message" | "target">,
		channel: string,
		ref: string,
		now: number,
	) => {
		flights.end(key);
		// Someone looked at the copy whose answer was lost while another was on its way.
		const at = row(sql, Ref, `SELECT ref FROM posts WHERE ${has("?")}`, key)?.ref ?? null;
		if (at !== null && at !== ref) return addCopy(sql, key, channel, ref, now);
		sql.exec(
			`UPDATE posts SET state = 'posted', channel = ?1, ref = ?2, done = max(done, ?3), waits = version > max(done, ?3),
				next_at = 0, ${released}, since = ?4, urgency = ?5,
				message = CASE WHEN once = 1 AND version <= ?3 THEN '' ELSE message END WHERE ${has("?6")}`,
			channel,
			ref,
			version,
			now,
			urgencyOf(JSON.stringify(message), stored(sql, key), target),
			key,
		);
		sql.exec(madeBy, ref, key);
	},
	/** The message to edit is gone: post it again. */
	postAgain: (key: string) =>
		sql.exec(
			`UPDATE posts SET state = 'new', channel = NULL, ref = NULL, edit_at = NULL, next_at = 0, ${released} WHERE ${has("?")}`,
			key,
		),
	/** The one-time message to edit is gone, and so is what it quoted. */
	gone: (key: string) =>
		sql.exec(
			`UPDATE posts SET done = version, waits = 0, message = '', next_at = 0, ${released} WHERE ${has("?")}`,
			key,
		),
	/** Failed; again at `at`. A newer version does not hurry it. */
	later: (key: string, at: number, error: string) => {
		const word = flights.end(key);
		sql.exec(
			`UPDATE posts SET attempts = attempts + 1, error = ?1, state = iif(?6, 'new', state),
				appeared_in = coalesce(?2, appeared_in), appeared = coalesce(?3, appeared),
				next_at = CASE WHEN coalesce(?3, appeared) IS NULL OR ref IS NOT NULL THEN ?4 ELSE 0 END WHERE ${has("?5")}`,
			error.slice(0, 500),
			word?.channel ?? null,
			word?.message ?? null,
			at,
			key,
			flights.unclaim(key) === null ? 0 : 1,
		);
	},
	/** As `later`, but a newer version or a new set-up frees it. `alone`: its lane goes on without it. */
	hold: (key: string, what: "lane" | "alone", at: number, error: string) => {
		flights.end(key);
		sql.exec(
			`UPDATE posts SET state = iif(?, 'new', state), hold = ?, attempts = attempts + 1, next_at = ?, error = ? WHERE ${has("?")}`,
			flights.unclaim(key) === null ? 0 : 1,
			what,
			at,
			error.slice(0, 500),
			key,
		);
	},
	/** How many are held with no clock that frees them. */
	held: (): number =>
		row(sql, Count, "SELECT count(*) AS n FROM posts WHERE waits = 1 AND hold = 'alone'")?.n ?? 0,
	/** How many are not in chat as they should be. */
	waiting: (): number => row(sql, Count, "SELECT count(*) AS n FROM posts WHERE waits = 1")?.n ?? 0,
	/** All that waits is due now: the workspace was set up again. */
	retry: () => sql.exec(`UPDATE posts SET next_at = 0, ${released} WHERE waits = 1`),
});
