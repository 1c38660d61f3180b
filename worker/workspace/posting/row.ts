// A row of the posting queue, and the pieces of SQL that several of its parts share.
import { z } from "zod";
import { fromUtf8, utf8 } from "../../../protocol/bytes.ts";
import { ChatMessage } from "../../../protocol/read/view.ts";
import { Post } from "../../contracts/values/post.ts";
import { Blob, Flag } from "../../durable/columns.ts";
import { pack, unpack } from "../../durable/packed.ts";
import { row } from "../../durable/sql.ts";

/** A message's JSON text, as it is stored or packed. */
export const Message = z.union([z.string(), Blob.transform((bytes) => fromUtf8(unpack(bytes)))]);

/** How a message's JSON text is stored: a session's own can be looked into, the others are packed. */
export const asStored = (text: string): string | Uint8Array =>
	text === "" || text.startsWith('{"type":"session"') ? text : pack(utf8(text));

export const PostRow = z.object({
	key: z.string(),
	session: z.string(),
	target: z.string().transform((text) => Post.shape.to.parse(JSON.parse(text))),
	message: Message.transform((text) => ChatMessage.parse(JSON.parse(text))),
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

const Text = z.object({ message: Message });
export const Count = z.object({ n: z.int() });

/** Where to look for a message. `own`: the person whose own chat with us it is; null: no one's. */
export type Conversation = { channel: string; own: string | null };

/** Until something else happens: no clock wakes it. */
export const never = Number.MAX_SAFE_INTEGER;

/** The row of this key, whether it waits or not: each half is looked up by itself. */
export const has = (key: string, p = "posts"): string => `${p}.waits IN (0, 1) AND ${p}.key = ${key}`;

/** A newer state: it frees a row that was held, but none that may be on its way. It keeps its place among those that wait, and the
 * more urgent of what it is and was. */
export const newer = (
	message: string,
	at: string,
	urgency: string,
) => `message = ${message}, version = version + 1, waits = 1,
	next_at = CASE WHEN hold <> '' OR version <= done THEN ${at} ELSE next_at END,
	hold = '', since = CASE WHEN version <= done THEN ${at} ELSE since END,
	urgency = CASE WHEN version <= done THEN ${urgency} ELSE min(urgency, ${urgency}) END`;

/** Whether a row is a plan's card: in the session's own thread, in a further one, or to a person. */
export const isCardOf = (
	plan: string,
) => `waits IN (0, 1) AND key >= 'plan:' || ${plan} AND key < 'plan:' || ${plan} || 'A' AND (key = 'plan:' || ${plan} OR key BETWEEN 'plan:' || ${plan} || ':' AND 'plan:' || ${plan} || ';'
	OR key BETWEEN 'plan:' || ${plan} || '@' AND 'plan:' || ${plan} || 'A')`;

/** A row's message as it is stored. */
export const stored = (sql: SqlStorage, key: string): string | undefined =>
	row(sql, Text, `SELECT message FROM posts WHERE ${has("?")}`, key)?.message;

/** SQL: the place behind all that wait. */
export const behind = "(SELECT coalesce(max(n), 0) + 1 FROM posts WHERE waits = 1)";

/** Edited like the post of this key, from its newest state on. */
export const addCopy = (sql: SqlStorage, key: string, channel: string, message: string, now: number): void =>
	void sql.exec(
		`INSERT INTO posts (waits, n, key, session, target, message, once, channel, ref, state, at, next_at, lane)
		SELECT 1, ${behind}, key || '~' || ?1, session, target, message, 0, ?2, ?1, 'posted', at, ?3, lane FROM posts
		WHERE ${has("?4")} AND NOT EXISTS (SELECT 1 FROM posts o WHERE ${has("?4 || '~' || ?1", "o")})`,
		message,
		channel,
		now,
		key,
	);
