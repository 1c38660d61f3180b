// The tables of a session's shared copies. A copy that has ended keeps its line, and no bytes.
import { z } from "zod";
import { fromUtf8, utf8 } from "../../protocol/bytes.ts";
import { SessionId } from "../../protocol/ids.ts";
import { ShareChoice, ShareEnd, ShareRow } from "../../protocol/read/share.ts";
import { Blob, json } from "../durable/columns.ts";
import { smallOutboxTable } from "../durable/outbox-lists.ts";
import { row, rows } from "../durable/sql.ts";
import type { Hashed } from "./passcode.ts";

export const migrations = [
	`${smallOutboxTable}
	CREATE TABLE shares (
		id TEXT PRIMARY KEY, by TEXT NOT NULL, made_at INTEGER NOT NULL, choice TEXT NOT NULL, again TEXT,
		token TEXT UNIQUE, salt BLOB, hash TEXT, expires INTEGER, wrong INTEGER NOT NULL DEFAULT 0,
		opened INTEGER NOT NULL DEFAULT 0, last_opened INTEGER, ended TEXT
	) STRICT;
	CREATE TABLE pieces (share TEXT NOT NULL, n INTEGER NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (share, n)) STRICT;`,
	// `session`: whose copy it is; null: begun before this was kept.
	"ALTER TABLE shares ADD COLUMN session TEXT;",
];

const Stored = z
	.object({
		...{
			id: z.string(),
			session: SessionId.nullable(),
			by: z.string(),
			made_at: z.int(),
			choice: json(ShareChoice),
			again: z.string().nullable(),
		},
		...{ salt: Blob.nullable(), hash: z.string().nullable(), expires: z.int().nullable() },
		...{ wrong: z.int(), opened: z.int(), last_opened: z.int().nullable(), ended: ShareEnd.nullable() },
	})
	.transform(({ made_at: madeAt, last_opened: lastOpened, ...rest }) => ({ madeAt, lastOpened, ...rest }));
export type Stored = z.output<typeof Stored>;

const Piece = z.object({ bytes: Blob });
/** A row holds 2 MB at most. */
const pieceBytes = 1_000_000;

export const shareStore = (sql: SqlStorage) => {
	const store = {
		/** A draft, which has no bytes yet. */
		add: (id: string, session: string, by: string, choice: ShareChoice, again: string | null, now: number) =>
			sql.exec(
				"INSERT INTO shares (id, session, by, made_at, choice, again) VALUES (?, ?, ?, ?, ?, ?)",
				...[id, session, by, now, JSON.stringify(choice), again],
			),
		fill: (id: string, html: string) => {
			const bytes = utf8(html);
			for (let n = 0; n * pieceBytes < bytes.length; n++)
				sql.exec(
					"INSERT INTO pieces (share, n, bytes) VALUES (?, ?, ?)",
					...[id, n, bytes.slice(n * pieceBytes, (n + 1) * pieceBytes)],
				);
		},
		isFilled: (id: string): boolean =>
			row(sql, Piece, "SELECT bytes FROM pieces WHERE share = ? AND n = 0", id) !== null,
		get: (id: string) => row(sql, Stored, "SELECT * FROM shares WHERE id = ?", id),
		byToken: (token: string) => row(sql, Stored, "SELECT * FROM shares WHERE token = ?", token),
		/** Newest first; no drafts. */
		published: (): ShareRow[] =>
			rows(sql, Stored, "SELECT * FROM shares WHERE token IS NOT NULL ORDER BY made_at DESC, id").map((one) =>
				ShareRow.parse({ ...one, expires: one.expires ?? 0 }),
			),
		drafts: () => rows(sql, Stored, "SELECT * FROM shares WHERE token IS NULL"),
		publish: (id: string, token: string, { salt, hash }: Hashed, expires: number) =>
			sql.exec(
				"UPDATE shares SET token = ?, salt = ?, hash = ?, expires = ? WHERE id = ?",
				token,
				salt,
				hash,
				expires,
				id,
			),
		/** The draft's bytes and choices take the place of the copy's. */
		replace: (id: string, draft: Stored) => {
			sql.exec("DELETE FROM pieces WHERE share = ?", id);
			sql.exec("UPDATE pieces SET share = ? WHERE share = ?", id, draft.id);
			const choice = JSON.stringify(draft.choice);
			sql.exec(
				"UPDATE shares SET choice = ?, by = ?, made_at = ? WHERE id = ?",
				choice,
				draft.by,
				draft.madeAt,
				id,
			);
			store.drop(draft.id);
		},
		drop: (id: string) => {
			sql.exec("DELETE FROM pieces WHERE share = ?", id);
			sql.exec("DELETE FROM shares WHERE id = ?", id);
		},
		end: (id: string, because: ShareEnd) => {
			sql.exec("DELETE FROM pieces WHERE share = ?", id);
			sql.exec("UPDATE shares SET ended = ?, salt = NULL, hash = NULL WHERE id = ?", because, id);
		},
		tried: (id: string) => sql.exec("UPDATE shares SET wrong = wrong + 1 WHERE id = ?", id),
		opened: (id: string, now: number) =>
			sql.exec("UPDATE shares SET wrong = 0, opened = opened + 1, last_opened = ? WHERE id = ?", now, id),
		html: (id: string): string => {
			const pieces = rows(sql, Piece, "SELECT bytes FROM pieces WHERE share = ? ORDER BY n", id);
			const whole = new Uint8Array(pieces.reduce((sum, { bytes }) => sum + bytes.length, 0));
			let at = 0;
			for (const { bytes } of pieces) {
				whole.set(bytes, at);
				at += bytes.length;
			}
			return fromUtf8(whole);
		},
	};
	return store;
};
export type ShareStore = ReturnType<typeof shareStore>;
