// The posting queue's rows: what should stand in chat, and what does.
import { z } from "zod";
import { ChatMessage } from "../../protocol/view.ts";
import { row, rows } from "../sql.ts";

/** What a session wants posted. `to.thread`: its own thread; `to.person`: that person directly. */
export const Post = z.object({
	/** Names the message for ever. */
	key: z.string(),
	session: z.string(),
	to: z.union([z.object({ thread: z.literal(true) }), z.object({ person: z.string() })]),
	message: ChatMessage,
	/** Posted once and never edited. */
	once: z.boolean(),
});
export type Post = z.infer<typeof Post>;

export const postsTable = `
CREATE TABLE posts (
	key TEXT PRIMARY KEY, session TEXT NOT NULL, target TEXT NOT NULL, message TEXT NOT NULL, once INTEGER NOT NULL,
	version INTEGER NOT NULL DEFAULT 1, done INTEGER NOT NULL DEFAULT 0, channel TEXT, ref TEXT, state TEXT NOT NULL DEFAULT 'new',
	attempts INTEGER NOT NULL DEFAULT 0, next_at INTEGER NOT NULL DEFAULT 0, at INTEGER NOT NULL, error TEXT
) STRICT;
CREATE INDEX posts_due ON posts (next_at) WHERE version > done;
CREATE TABLE paces (lane TEXT PRIMARY KEY, tokens REAL NOT NULL, at INTEGER NOT NULL) STRICT;`;

const Flag = z.int().transform((value) => value === 1);
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
	/** `uncertain`: it may have been posted; look before posting again. `failed`: the platform will never take it. */
	state: z.enum(["new", "uncertain", "posted", "failed"]),
	attempts: z.int(),
	next_at: z.int(),
	at: z.int(),
});
export type PostRow = z.infer<typeof PostRow>;
const Due = z.object({ at: z.int().nullable() });
const Pace = z.object({ tokens: z.number(), at: z.int() });

export const postStore = (sql: SqlStorage) => ({
	/** The newest state of a message wins; one that is posted once keeps its first. */
	put: (post: Post, now: number) =>
		sql.exec(
			`INSERT INTO posts (key, session, target, message, once, at) VALUES (?, ?, ?, ?, ?, ?)
			ON CONFLICT (key) DO UPDATE SET message = excluded.message, version = version + 1 WHERE once = 0 AND message <> excluded.message`,
			post.key,
			post.session,
			JSON.stringify(post.to),
			JSON.stringify(post.message),
			post.once ? 1 : 0,
			now,
		),
	due: (now: number) =>
		rows(
			sql,
			PostRow,
			"SELECT * FROM posts WHERE version > done AND next_at <= ? AND state <> 'failed' ORDER BY next_at, rowid LIMIT 200",
			now,
		),
	nextAt: (): number | null =>
		row(sql, Due, "SELECT min(next_at) AS at FROM posts WHERE version > done AND state <> 'failed'")?.at ??
		null,
	posted: (key: string, version: number, channel: string, ref: string) =>
		sql.exec(
			"UPDATE posts SET state = 'posted', channel = ?, ref = ?, done = max(done, ?), attempts = 0, next_at = 0, error = NULL WHERE key = ?",
			channel,
			ref,
			version,
			key,
		),
	later: (key: string, at: number, error: string) =>
		sql.exec(
			"UPDATE posts SET attempts = attempts + 1, next_at = ?, error = ? WHERE key = ?",
			at,
			error.slice(0, 500),
			key,
		),
	/** Waits for its turn: no attempt was made. */
	wait: (key: string, at: number) => sql.exec("UPDATE posts SET next_at = ? WHERE key = ?", at, key),
	/** All that waits is due now: the workspace was set up anew. */
	retry: () => sql.exec("UPDATE posts SET next_at = 0 WHERE version > done AND state <> 'failed'"),
	uncertain: (key: string) => sql.exec("UPDATE posts SET state = 'uncertain' WHERE key = ?", key),
	/** This version will never be taken; a later one may be. */
	refused: (key: string, version: number, error: string) =>
		sql.exec(
			"UPDATE posts SET done = max(done, ?), state = CASE WHEN ref IS NULL THEN 'failed' ELSE state END, error = ? WHERE key = ?",
			version,
			error.slice(0, 500),
			key,
		),
	sessionAt: (channel: string, message: string): string | null =>
		row(
			sql,
			z.object({ session: z.string() }),
			"SELECT session FROM posts WHERE channel = ? AND ref = ?",
			channel,
			message,
		)?.session ?? null,
	at: (key: string) => row(sql, PostRow, "SELECT * FROM posts WHERE key = ?", key),

	pace: (lane: string) => row(sql, Pace, "SELECT tokens, at FROM paces WHERE lane = ?", lane),
	setPace: (lane: string, tokens: number, at: number) =>
		sql.exec(
			"INSERT INTO paces (lane, tokens, at) VALUES (?, ?, ?) ON CONFLICT (lane) DO UPDATE SET tokens = excluded.tokens, at = excluded.at",
			lane,
			tokens,
			at,
		),
});
export type PostStore = ReturnType<typeof postStore>;
