// Where an outbox is stored: lists of what waits, each in one row, so that a transaction costs one row however much follows from it.
import { z } from "zod";
import { tryJson } from "./columns.ts";
import { row, rows } from "./sql.ts";

/** The table; a part of its owner's first migration. */
export const outboxTable = `
CREATE TABLE outbox (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	key TEXT NOT NULL UNIQUE,
	lane TEXT NOT NULL,
	body TEXT NOT NULL,
	version INTEGER NOT NULL DEFAULT 1,
	attempts INTEGER NOT NULL DEFAULT 0,
	next_at INTEGER NOT NULL DEFAULT 0,
	error TEXT
) STRICT;`;

/** The same without an index of the keys, and without the table of SQLite's that counts the numbers that were ever given: each of
 * them costs a row for each row. */
export const smallOutboxTable = `
CREATE TABLE outbox (
	id INTEGER PRIMARY KEY,
	key TEXT NOT NULL,
	lane TEXT NOT NULL,
	body TEXT NOT NULL,
	version INTEGER NOT NULL,
	attempts INTEGER NOT NULL DEFAULT 0,
	next_at INTEGER NOT NULL DEFAULT 0,
	error TEXT
) STRICT;`;

/** A migration from the one to the other. */
export const smallerOutbox = `
ALTER TABLE outbox RENAME TO outbox_before;
${smallOutboxTable}
INSERT INTO outbox SELECT id, key, lane, body, version, attempts, next_at, error FROM outbox_before;
DROP TABLE outbox_before;`;

/** A migration of what waits in a table of its own to `things`, which has to be there. A row holds 2 MB: what is long is alone in its
 * list. */
export const outboxIntoThings = `
INSERT INTO things (kind, key, n, body)
SELECT 'outbox', printf('*%015d', min(id)), 1, json_group_array(json_object(
	'id', id, 'key', key, 'lane', lane, 'body', body, 'version', version, 'attempts', attempts, 'at', next_at, 'error', error
)) FROM outbox GROUP BY iif(length(body) > 30000, -id, id / 32);
DROP TABLE outbox;`;

/** `body`: JSON text. `version`: another one each time that the body is replaced. `at`: not before, in ms since 1970. */
const Entry = z.object({
	id: z.int(),
	key: z.string(),
	lane: z.string(),
	body: z.string(),
	version: z.int(),
	attempts: z.int(),
	at: z.int(),
	error: z.string().nullable(),
});
export type Entry = z.infer<typeof Entry>;
const Entries = z.array(Entry);

/** `stamp`: another one each time that it is written. */
export type List = { key: string; stamp: number; entries: readonly Entry[] };

const Head = z.object({ key: z.string(), stamp: z.int() });
const Body = z.object({ body: z.string() });
const Old = z.object({
	...{ id: z.int(), key: z.string(), lane: z.string(), body: z.string() },
	...{ attempts: z.int(), at: z.int(), error: z.string().nullable() },
});

const entriesIn = (text: string): Entry[] => Entries.parse(tryJson(text));

/** Of a new list that begins with this entry: none that is there has the same. The lists of new entries come last in their order. */
const nameOf = ({ id, version }: Entry): string => `*${`${id}`.padStart(15, "0")}.${version}`;

/** Any number; a stamp or version is known by it. */
export const anyNumber = (): number => Math.floor(Math.random() * 2 ** 40);

/** Which table has the lists. */
export type OutboxTable = "outbox" | "things";

export const outboxLists = (sql: SqlStorage, table: OutboxTable) => {
	const place = { outbox: inOwnTable, things: inThings }[table](sql);
	let known = new Map<string, List>();
	const read = ({ key, stamp }: z.infer<typeof Head>): List => {
		const before = known.get(key);
		// A transaction that was undone brings an older stamp back.
		return before?.stamp === stamp ? before : { key, stamp, entries: place.entries(key, stamp) };
	};
	return {
		/** All that is stored, the oldest first. */
		all(): List[] {
			const lists = place.heads().map(read);
			known = new Map(lists.map((list) => [list.key, list]));
			return lists;
		},
		/** A further list. */
		add: (entries: [Entry, ...Entry[]]): void =>
			place.add(nameOf(entries[0]), anyNumber(), JSON.stringify(entries)),
		/** Holds this from now on; without entries it goes. */
		write: ({ key }: List, entries: Entry[]): void =>
			entries.length === 0 ? place.drop(key) : place.write(key, anyNumber(), JSON.stringify(entries)),
	};
};

/** In `outbox`: a list's key begins with a star. The others are single entries, as older versions made them. */
const inOwnTable = (sql: SqlStorage) => {
	const place = {
		heads: () => rows(sql, Head, "SELECT key, version AS stamp FROM outbox ORDER BY id"),
		entries: (key: string, stamp: number): Entry[] => {
			const query = "SELECT id, key, lane, body, attempts, next_at AS at, error FROM outbox WHERE key = ?";
			const found = row(sql, Old, query, key);
			if (!found) return [];
			return key.startsWith("*") ? entriesIn(found.body) : [{ ...found, version: stamp }];
		},
		add: (key: string, stamp: number, body: string) =>
			void sql.exec("INSERT INTO outbox (key, lane, body, version) VALUES (?, '', ?, ?)", key, body, stamp),
		drop: (key: string) => void sql.exec("DELETE FROM outbox WHERE key = ?", key),
		write: (key: string, stamp: number, body: string): void => {
			if (key.startsWith("*"))
				return void sql.exec("UPDATE outbox SET body = ?, version = ? WHERE key = ?", body, stamp, key);
			place.drop(key);
			place.add(`*${key}`, stamp, body);
		},
	};
	return place;
};

/** In `things`: `n` is the stamp. */
const inThings = (sql: SqlStorage) => ({
	heads: () => rows(sql, Head, "SELECT key, n AS stamp FROM things WHERE kind = 'outbox' ORDER BY key"),
	entries: (key: string): Entry[] =>
		entriesIn(row(sql, Body, "SELECT body FROM things WHERE kind = 'outbox' AND key = ?", key)?.body ?? ""),
	add: (key: string, stamp: number, body: string) =>
		void sql.exec("INSERT INTO things (kind, key, n, body) VALUES ('outbox', ?, ?, ?)", key, stamp, body),
	drop: (key: string) => void sql.exec("DELETE FROM things WHERE kind = 'outbox' AND key = ?", key),
	write: (key: string, stamp: number, body: string) =>
		void sql.exec("UPDATE things SET body = ?, n = ? WHERE kind = 'outbox' AND key = ?", body, stamp, key),
});
