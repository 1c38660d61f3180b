// The session itself: one row, none before it was opened.
import { z } from "zod";
import type { Actor } from "../../../protocol/people.ts";
import { Place } from "../../../protocol/record/events.ts";
import { Snapshot } from "../../contracts/values/snapshot.ts";
import { Flag, rememberedJson } from "../../durable/columns.ts";
import { exists, row } from "../../durable/sql.ts";
import { shownActor } from "./talk/shown.ts";

const SessionRow = z.object({
	id: z.string(),
	client: z.string(),
	opened_at: z.int(),
	request: z.string(),
	requester: shownActor,
	place: rememberedJson(Place),
	root_key: z.string(),
	closed_at: z.int().nullable(),
	/** When to look at retention next. */
	retention_at: z.int().nullable(),
	snapshot: rememberedJson(Snapshot),
	once: z.string(),
	/** The technician who opened it for someone who phoned. */
	opened_by: shownActor.nullable(),
	/** The technician who has it. */
	taken_by: shownActor.nullable(),
	ticket: z.string().nullable(),
	desk_reminded: Flag,
	/** When it was last reopened. */
	reopened_at: z.int().nullable(),
});
export type SessionRow = z.infer<typeof SessionRow>;

const Lives = z.object({ lives: z.int() });

type Opening = {
	id: string;
	client: string;
	at: number;
	request: string;
	requester: Actor;
	openedBy: Actor | null;
	place: Place;
	rootKey: string;
	snapshot: Snapshot;
	once: string;
};

export const sessionTable = (sql: SqlStorage) => {
	/** The life that opened it is the first one. */
	let isFirst = false;
	let isThere = false;
	return {
		/** Null before it was opened, when there may be no tables either. */
		read: (): SessionRow | null => {
			isThere ||= exists(sql, "session");
			return isThere ? row(sql, SessionRow, "SELECT * FROM session") : null;
		},
		open: (session: Opening): void => {
			isFirst = true;
			sql.exec(
				"INSERT INTO session (id, client, opened_at, request, requester, place, root_key, snapshot, once, opened_by, lives) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)",
				session.id,
				session.client,
				session.at,
				session.request,
				JSON.stringify(session.requester),
				JSON.stringify(session.place),
				session.rootKey,
				JSON.stringify(session.snapshot),
				session.once,
				session.openedBy && JSON.stringify(session.openedBy),
			);
		},
		/** One more; how many it had by now. */
		addLife: (): number => {
			if (isFirst) {
				isFirst = false;
				return 1;
			}
			sql.exec("UPDATE session SET lives = lives + 1");
			return row(sql, Lives, "SELECT lives FROM session")?.lives ?? 0;
		},
		take: (by: Actor) => sql.exec("UPDATE session SET taken_by = ?", JSON.stringify(by)),
		setTicket: (ticket: string | null) => sql.exec("UPDATE session SET ticket = ?", ticket),
		remindDesk: () => sql.exec("UPDATE session SET desk_reminded = 1"),
		close: (at: number) => sql.exec("UPDATE session SET closed_at = ?", at),
		reopen: (at: number) =>
			sql.exec(
				"UPDATE session SET closed_at = NULL, retention_at = NULL, desk_reminded = 0, reopened_at = ?",
				at,
			),
		lookAtRetention: (at: number) => sql.exec("UPDATE session SET retention_at = ?", at),
		keepSnapshot: (snapshot: Snapshot) =>
			sql.exec("UPDATE session SET snapshot = ?1 WHERE snapshot <> ?1", JSON.stringify(snapshot)),
	};
};
