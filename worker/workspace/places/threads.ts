// Which thread belongs to which session and client, and which of our messages heads it.
import { z } from "zod";
import { ThreadKind } from "../../../protocol/record/events.ts";
import type { Asker, WantedThread } from "../../contracts/values/wish.ts";
import { row, rows } from "../../durable/sql.ts";

const ThreadRow = z.object({
	session: z.string(),
	client: z.string(),
	kind: ThreadKind,
	root_key: z.string(),
});
export type ThreadRow = z.infer<typeof ThreadRow>;
const AskerRow = z.object({ asker: z.string(), channel: z.string(), answer_at: z.string().nullable() });
/** A minute less than Slack's, in ms. */
const answerLifetime = 29 * 60_000;
/** In ms, as when we look for a post in chat. */
const clocksDiffer = 120_000;
export const noAsker = "asker = NULL, answer_at = NULL";
/** The first message of a thread is in chat: it makes the thread, if that wasn't there before. */
export const madeBy = `UPDATE threads SET thread = coalesce(thread, ?), ${noAsker}
	WHERE root_key = ? AND (thread IS NULL OR asker IS NOT NULL)`;
const NamedRow = ThreadRow.extend({ channel: z.string() });
const ClientRow = z.object({ client: z.string() });
const One = z.object({ one: z.int() });
const SessionThread = z.object({ session: z.string(), channel: z.string() });

/** Not closed, by what its first message shows; also if that can't be read. */
const isOpen =
	"(CASE WHEN json_valid(p.message) THEN coalesce(json_extract(p.message, '$.view.state'), '') ELSE '' END <> 'closed')";
const columns = "t.session, t.client, t.kind, t.root_key";

/** All conversations by the ids under which we keep them. */
export const threadStore = (sql: SqlStorage) => {
	const wanted = (once: string, { channel, thread }: WantedThread["place"]): ThreadRow | null => {
		const query = `SELECT ${columns} FROM threads t WHERE once = ? OR (channel = ? AND thread = ?)`;
		return row(sql, ThreadRow, query, once, channel, thread);
	};
	return {
		/** What is there already, by the wish or the place. */
		wanted,
		named: (id: string) => row(sql, NamedRow, `SELECT ${columns}, t.channel FROM threads t WHERE id = ?`, id),
		/** The clients that have or had a thread here. */
		clients: (): string[] =>
			rows(sql, ClientRow, "SELECT DISTINCT client FROM threads").map(({ client }) => client),
		/** Ties a session's thread to its conversation, once. Returns what is there, by the wish or the place, and whether it is new.
		 * `asker`: forgotten once the thread's first message is in chat, or they were told. */
		tie: (
			{ id, session, kind, client, place, once, rootKey }: WantedThread,
			asker: (Asker & { at: number }) | null = null,
		) => {
			const added = sql
				.exec(
					`INSERT INTO threads (id, session, client, kind, channel, thread, once, root_key, asker, answer_at, answer_until)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT DO NOTHING RETURNING id`,
					...[id, session, client, kind, place.channel, place.thread, once, rootKey],
					...[asker?.identity ?? null, asker?.answerAt ?? null, asker ? asker.at + answerLifetime : 0],
				)
				.toArray();
			const found = wanted(once, place) as ThreadRow;
			return { ...found, isNew: added.length > 0 };
		},
		/** Null: it stands, or they were told. */
		askerOf: (rootKey: string, now: number) => {
			const query = `SELECT asker, channel, CASE WHEN answer_until > ? THEN answer_at END AS answer_at
			FROM threads WHERE root_key = ? AND asker IS NOT NULL`;
			return row(sql, AskerRow, query, now, rootKey);
		},
		forgetAsker: (rootKey: string) => sql.exec(`UPDATE threads SET ${noAsker} WHERE root_key = ?`, rootKey),
		at: (channel: string, thread: string): ThreadRow | null =>
			row(
				sql,
				ThreadRow,
				`SELECT ${columns} FROM threads t WHERE channel = ? AND thread = ?`,
				channel,
				thread,
			),
		/** Whether the first message of a thread may be in a conversation, without our knowing where, sent at `sent` by a clock that
		 * differs from ours: none is there before it was to be posted. */
		isOnItsWay: (channel: string, sent: number): boolean =>
			row(
				sql,
				One,
				`SELECT 1 AS one FROM threads t JOIN posts p ON p.waits IN (0, 1) AND p.key = t.root_key
			WHERE t.channel = ? AND t.thread IS NULL AND p.ref IS NULL AND p.state = 'uncertain' AND p.at <= ? LIMIT 1`,
				channel,
				sent + clocksDiffer,
			) !== null,
		/** A client's newest open session in a conversation, but on the desk. */
		newestOpen: (channel: string, client: string): ThreadRow | null =>
			row(
				sql,
				ThreadRow,
				`SELECT ${columns} FROM threads t LEFT JOIN posts p ON p.waits IN (0, 1) AND p.key = t.root_key
			WHERE ${isOpen} AND t.channel = ? AND t.client = ? AND t.kind <> 'desk'
			ORDER BY t.rowid DESC LIMIT 1`,
				channel,
				client,
			),
		ofSession: (session: string, channel: string): ThreadRow[] =>
			rows(
				sql,
				ThreadRow,
				`SELECT ${columns} FROM threads t WHERE session = ? AND channel = ?`,
				session,
				channel,
			),
		/** Each session that is open, or began after `since` (ms), with each conversation in which it has a thread; or with this one
		 * alone. Open and new ones first. */
		withSession: (since: number, channel: string | null = null): z.infer<typeof SessionThread>[] =>
			rows(
				sql,
				SessionThread,
				`SELECT t.session, t.channel FROM threads t LEFT JOIN posts p ON p.waits IN (0, 1) AND p.key = t.root_key
			WHERE (?1 IS NULL OR t.channel = ?1) AND (${isOpen} OR p.at > ?2)
			GROUP BY t.session, t.channel ORDER BY max(${isOpen}) DESC, max(t.rowid) DESC`,
				channel,
				since,
			),
	};
};
export type ThreadStore = ReturnType<typeof threadStore>;
