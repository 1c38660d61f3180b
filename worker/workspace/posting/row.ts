// A row of the posting queue, and the pieces of SQL that several of its parts share.
import { z } from "zod";
import { ChatMessage } from "../../../protocol/read/view.ts";
import { Post } from "../../contracts/values/post.ts";
import { Flag } from "../../durable/columns.ts";
import { row } from "../../durable/sql.ts";

export const PostRow = z.object({
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
	/** Where searching for it goes on; empty: at the beginning. */
	read_from: z.string(),
	at: z.int(),
	/** Of what chat doesn't show yet: see urgency.ts. */
	urgency: z.int(),
});
export type PostRow = z.infer<typeof PostRow>;

/** The row that is next in its lane. An edit is its own lane: it may overtake others. */
export const Head = z.object({ key: z.string(), lane: z.string() });
export type Head = z.infer<typeof Head>;

const Text = z.object({ message: z.string() });
export const Count = z.object({ n: z.int() });

/** Where to look for a message. `own`: the person whose own chat with us it is; null: no one's. */
export type Conversation = { channel: string; own: string | null };

/** Until something else happens: no clock wakes it. */
export const never = Number.MAX_SAFE_INTEGER;

/** A newer state: it frees a row that was held, but none that may be on its way. It keeps its place among those that wait, and the
 * more urgent of what it is and was. */
export const newer = (
	message: string,
	at: string,
	urgency: string,
) => `message = ${message}, version = version + 1,
	next_at = CASE WHEN hold <> '' OR version <= done THEN ${at} ELSE next_at END,
	hold = '', since = CASE WHEN version <= done THEN ${at} ELSE since END,
	urgency = CASE WHEN version <= done THEN ${urgency} ELSE min(urgency, ${urgency}) END`;

/** Whether a row is a plan's card: in the session's own thread, in a further one, or to a person. */
export const isCardOf = (
	plan: string,
) => `(key = 'plan:' || ${plan} OR key BETWEEN 'plan:' || ${plan} || ':' AND 'plan:' || ${plan} || ';'
	OR key BETWEEN 'plan:' || ${plan} || '@' AND 'plan:' || ${plan} || 'A')`;

/** A row's message as it is stored. */
export const stored = (sql: SqlStorage, key: string): string | undefined =>
	row(sql, Text, "SELECT message FROM posts WHERE key = ?", key)?.message;

/** Edited like the post of this key, from its newest state on. */
export const addCopy = (sql: SqlStorage, key: string, channel: string, message: string, now: number): void =>
	void sql.exec(
		`INSERT INTO posts (key, session, target, message, once, channel, ref, state, at, next_at, lane)
		SELECT key || '~' || ?1, session, target, message, 0, ?2, ?1, 'posted', at, ?3, lane FROM posts WHERE key = ?4
		ON CONFLICT DO NOTHING`,
		message,
		channel,
		now,
		key,
	);
