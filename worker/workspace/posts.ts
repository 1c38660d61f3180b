// The posting queue's rows: what should stand in chat, what does, and which is next.
import { z } from "zod";
import type { Target } from "../../bots/poster.ts";
import { ChatMessage } from "../../protocol/view.ts";
import { Post } from "../contracts/values/post.ts";
import { Flag } from "../durable/columns.ts";
import { row, rows } from "../durable/sql.ts";
import type { Bucket } from "./pace.ts";
import { passes } from "./passing.ts";
import { unsaid } from "./unsaid.ts";

const PostRow = z.object({
	key: z.string(),
	session: z.string(),
	target: z.string().transform((text) => Post.shape.to.parse(JSON.parse(text))),
	message: z.string().transform((text) => ChatMessage.parse(JSON.parse(text))),
	once: Flag,
	version: z.int(),
	done: z.int(),
	channel: z.string().nullable(),
	ref: z.string().nullable(),
	/** `uncertain`: it may have been posted; look before posting again. */
	state: z.enum(["new", "uncertain", "posted"]),
	attempts: z.int(),
	at: z.int(),
	/** Its newest version shows no more than that a command goes on printing. */
	passing: Flag,
});
export type PostRow = z.infer<typeof PostRow>;

/** The row that is next in its lane. An edit is a lane of its own: it may overtake others. */
const Head = z.object({ key: z.string(), lane: z.string() });
export type Head = z.infer<typeof Head>;

const ThreadRow = z.object({ channel: z.string(), thread: z.string().nullable() });
const Bound = z.object({ bound: Flag });
const Text = z.object({ key: z.string(), message: z.string() });
const Due = z.object({ at: z.int().nullable() });
const BucketRow = z.object({ bucket: z.string() });
/** `own`: whose own chat with us it is; null: nobody's. */
type Conversation = { channel: string; own: string | null };

const Stands = z.object({ ref: z.string().nullable() });
const Count = z.object({ n: z.int() });
const Pace = z.object({ tokens: z.number(), hourly: z.number().nullable(), at: z.int() });

/** Until something else happens: no clock wakes it. */
export const never = Number.MAX_SAFE_INTEGER;

/** Wants to be posted or edited, and has where to: a thread's posts are not in the queue before its first message is there. */
const waiting = (p: string) => `${p}.version > ${p}.done AND ${p}.hold <> 'alone' AND (
	${p}.ref IS NOT NULL OR ${p}.lane LIKE 'person:%' OR ${p}.lane LIKE 'channel:%'
	OR EXISTS (SELECT 1 FROM threads t WHERE t.id = substr(${p}.lane, 8) AND (t.thread IS NOT NULL OR t.root_key = ${p}.key)))`;

const heads = `SELECT p.key, CASE WHEN p.ref IS NULL THEN p.lane ELSE 'edit:' || p.key END AS lane, p.next_at AS at, p.rowid AS n,
	p.passing, p.since
	FROM posts p WHERE ${waiting("p")} AND (p.ref IS NOT NULL OR NOT EXISTS (
		SELECT 1 FROM posts o WHERE o.lane = p.lane AND o.rowid < p.rowid AND o.ref IS NULL AND ${waiting("o")}))`;

/** Which of the platform's rates a row counts against: Slack counts posts by conversation and edits by app, Teams both by
 * conversation. Somebody's own chat in Teams is one, whether a session is in it or they are told something there. */
const bucket = `CASE WHEN ref IS NOT NULL AND coalesce((SELECT id FROM workspace), '') NOT LIKE 'teams:%' THEN 'edit'
	WHEN lane LIKE 'person:%' THEN 'post:' || coalesce(
		(SELECT max(channel) FROM conversations WHERE person = substr(lane, 8) AND kind = 'personal'), lane) WHEN lane LIKE 'channel:%' THEN 'post:' || substr(lane, 9)
	ELSE 'post:' || coalesce((SELECT channel FROM threads WHERE id = substr(lane, 8)), '') END`;

/** Whether a thread's conversation is still its client's, or the MSP's desk. */
const bound = `SELECT count(*) AS bound FROM threads t WHERE t.id = ? AND CASE t.kind
	WHEN 'desk' THEN EXISTS (SELECT 1 FROM desks d WHERE d.channel = t.channel)
	ELSE EXISTS (SELECT 1 FROM channels c WHERE c.channel = t.channel AND c.client = t.client) END`;

/** A newer state: it frees a row that was held, or that only its passing kept waiting. It keeps its place among those that
 * wait, and the more urgent of what it is and was. */
const newer = (message: string, at: string, passing: string) => `message = ${message}, version = version + 1,
	next_at = CASE WHEN hold <> '' OR version <= done OR (attempts = 0 AND passing > ${passing}) THEN ${at} ELSE next_at END,
	hold = '', since = CASE WHEN version <= done THEN ${at} ELSE since END,
	passing = CASE WHEN version <= done THEN ${passing} ELSE min(passing, ${passing}) END`;

/** A post and its copies: of a person, in a further thread, found later. */
const withCopies = `SELECT key, message FROM posts WHERE message <> ''
	AND (key = ?1 OR key BETWEEN ?1 || ':' AND ?1 || ';' OR key BETWEEN ?1 || '@' AND ?1 || 'A' OR key BETWEEN ?1 || '~' AND ?1 || '~~')`;

/** A plan's card: in the session's own thread, in a further one, or to a person. */
const cardOf = (
	plan: string,
) => `(key = 'plan:' || ${plan} OR key BETWEEN 'plan:' || ${plan} || ':' AND 'plan:' || ${plan} || ';'
	OR key BETWEEN 'plan:' || ${plan} || '@' AND 'plan:' || ${plan} || 'A')`;

const released = "hold = '', attempts = 0, error = NULL";

export const postStore = (sql: SqlStorage) => ({
	/** The newest state of a message wins, and frees one that was held; one that is posted once keeps its first. Copies of it
	 * follow. */
	put: (post: Post, now: number) => {
		const passing = passes(stored(sql, post.key), post.message) ? 1 : 0;
		sql.exec(
			`INSERT INTO posts (key, session, target, message, once, at, next_at, since, lane) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT (key) DO UPDATE SET ${newer("excluded.message", "excluded.at", `${passing}`)}
			WHERE once = 0 AND message <> excluded.message`,
			post.key,
			post.session ?? "",
			JSON.stringify(post.to),
			JSON.stringify(post.message),
			post.once ? 1 : 0,
			now,
			now,
			now,
			laneOf(post),
		);
		sql.exec(
			`UPDATE posts SET message = ?1, version = version + 1, next_at = max(next_at, ?2), hold = '', since = ?2, passing = ${passing}
			WHERE key BETWEEN ?3 || '~' AND ?3 || '~~' AND message <> ?1`,
			JSON.stringify(post.message),
			now,
			post.key,
		);
	},
	/** A plan's card stands in a session's conversation that we don't know of: its post was thought lost. It is that post, if
	 * there is no other by now; else a copy of it, edited like it. */
	copyFound: (session: string, plan: string, at: Conversation, message: string, now: number): void => {
		const { channel, own } = at;
		const of = row(
			sql,
			z.object({ key: z.string(), ref: z.string().nullable() }),
			`SELECT key, ref FROM posts WHERE ${cardOf("?2")} AND session = ?1
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
	/** Takes what was erased out of a post and its copies, those that wait and those that stand in chat; of one run, or all. */
	unsay: (key: string, run: string | null, now: number): void => {
		for (const found of rows(sql, Text, withCopies, key)) {
			const text = unsaid(found.message, run);
			if (text !== found.message)
				sql.exec(`UPDATE posts SET ${newer("?1", "?2", "0")} WHERE key = ?3`, text, now, found.key);
		}
	},
	/** The first of each lane where it is due, who waits longest first; what passes after all others. */
	due: (now: number, most: number): Head[] =>
		rows(
			sql,
			Head,
			`SELECT key, lane FROM (${heads}) WHERE at <= ? ORDER BY passing, since, n LIMIT ?`,
			now,
			most,
		),
	nextAt: (): number | null =>
		row(sql, Due, `SELECT min(at) AS at FROM (${heads}) WHERE at < ?`, never)?.at ?? null,
	/** Throws where the row can't be read. */
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

	/** From here on it may have been posted. */
	sending: (key: string) =>
		sql.exec("UPDATE posts SET state = 'uncertain' WHERE key = ? AND ref IS NULL", key),
	/** It was certainly not posted. */
	unsent: (key: string) => sql.exec("UPDATE posts SET state = 'new' WHERE key = ? AND ref IS NULL", key),
	/** The first message of a thread makes it. What is never edited is kept no longer; its key is, so that it is never
	 * posted again. A version that came meanwhile waits behind those that waited before. */
	posted: (
		{ key, version, message }: Pick<PostRow, "key" | "version" | "message">,
		channel: string,
		ref: string,
		now: number,
	) => {
		// Somebody looked at the copy whose answer was lost while another was on its way.
		const at = row(sql, Stands, "SELECT ref FROM posts WHERE key = ?", key)?.ref ?? null;
		if (at !== null && at !== ref) return addCopy(sql, key, channel, ref, now);
		sql.exec(
			`UPDATE posts SET state = 'posted', channel = ?, ref = ?, done = max(done, ?), next_at = 0, ${released}, since = ?, passing = ?,
				message = CASE WHEN once = 1 AND version <= ? THEN '' ELSE message END WHERE key = ?`,
			channel,
			ref,
			version,
			now,
			passes(stored(sql, key), message) ? 1 : 0,
			version,
			key,
		);
		sql.exec("UPDATE threads SET thread = ? WHERE root_key = ? AND thread IS NULL", ref, key);
	},
	/** What is to be edited isn't there any more: it is posted anew. */
	anew: (key: string) =>
		sql.exec(
			`UPDATE posts SET state = 'new', channel = NULL, ref = NULL, next_at = 0, ${released} WHERE key = ?`,
			key,
		),
	/** Tried in vain; again at `at`. A newer version does not hurry it. */
	later: (key: string, at: number, error: string) =>
		sql.exec(
			"UPDATE posts SET attempts = attempts + 1, next_at = ?, error = ? WHERE key = ?",
			at,
			error.slice(0, 500),
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
	bucket: (key: string): string =>
		row(sql, BucketRow, `SELECT ${bucket} AS bucket FROM posts WHERE key = ?`, key)?.bucket ?? "",
	/** No attempt was made: all that counts against this rate waits for its next turn, together; or what passes alone. */
	wait: (of: string, at: number, passing: boolean) =>
		sql.exec(
			`UPDATE posts SET next_at = max(next_at, ?) WHERE version > done AND passing >= ? AND ${bucket} = ?`,
			at,
			passing ? 1 : 0,
			of,
		),
	/** All that waits is due now: the workspace was set up anew. */
	retry: () => sql.exec(`UPDATE posts SET next_at = 0, ${released} WHERE version > done`),
	/** The session of a message of ours; `direct`: we sent it to one person alone. */
	sessionAt: (channel: string, message: string) =>
		row(
			sql,
			z.object({ key: z.string(), session: z.string(), direct: Flag }),
			"SELECT key, session, lane LIKE 'person:%' AS direct FROM posts WHERE channel = ? AND ref = ? AND session <> ''",
			channel,
			message,
		),
	/** The session whose plan's card was sent there, perhaps with an answer that is still to come or was lost; null: none was.
	 * In a conversation with threads, nothing but what was sent to whose own chat it is. */
	sentTo: (plan: string, { channel, own, threads }: Conversation & { threads: boolean }) =>
		row(
			sql,
			z.object({ session: z.string(), direct: Flag }),
			`SELECT session, lane LIKE 'person:%' AS direct FROM posts
			WHERE ${cardOf("?1")} AND state <> 'new' AND (lane = 'person:' || ?3
				OR (?4 = 0 AND EXISTS (SELECT 1 FROM threads t WHERE lane = 'thread:' || t.id AND t.channel = ?2)))`,
			plan,
			channel,
			own,
			threads ? 1 : 0,
		),

	pace: (lane: string): Bucket | null =>
		row(sql, Pace, "SELECT tokens, hourly, at FROM paces WHERE lane = ?", lane),
	setPace: (lane: string, { tokens, hourly, at }: Bucket) =>
		sql.exec(
			`INSERT INTO paces (lane, tokens, hourly, at) VALUES (?, ?, ?, ?)
			ON CONFLICT (lane) DO UPDATE SET tokens = excluded.tokens, hourly = excluded.hourly, at = excluded.at`,
			lane,
			tokens,
			hourly,
			at,
		),
});
export type PostStore = ReturnType<typeof postStore>;

/** A row's message as it is stored. */
const stored = (sql: SqlStorage, key: string): string | undefined =>
	row(sql, Text, "SELECT key, message FROM posts WHERE key = ?", key)?.message;

/** Edited like the post of this key, from its newest state on. */
const addCopy = (sql: SqlStorage, key: string, channel: string, message: string, now: number): void =>
	void sql.exec(
		`INSERT INTO posts (key, session, target, message, once, channel, ref, state, at, next_at, lane)
		SELECT key || '~' || ?1, session, target, message, 0, ?2, ?1, 'posted', at, ?3, lane FROM posts WHERE key = ?4
		ON CONFLICT DO NOTHING`,
		message,
		channel,
		now,
		key,
	);

const laneOf = ({ to }: Post): string => {
	if ("person" in to) return `person:${to.person}`;
	return "channel" in to ? `channel:${to.channel}` : `thread:${to.thread}`;
};
