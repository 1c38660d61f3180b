// Work for elsewhere that follows from what was written here: rows of the same transaction, delivered until they succeed.
import { z } from "zod";
import { lanes } from "./lanes.ts";
import { indexOnceLarge, row, rows } from "./sql.ts";

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

const Row = z.object({
	id: z.int(),
	key: z.string(),
	lane: z.string(),
	body: z.string(),
	version: z.int(),
	attempts: z.int(),
	next_at: z.int(),
});
type Row = z.infer<typeof Row>;

const Found = z.object({ id: z.int() });

/** A number may be given again once its row is gone. What was still on its way with it then has another version. */
const firstVersions = 2 ** 40;

const longestPause = 60_000;
/** So many lanes at once. */
const atOnce = 50;

/**
 * An outbox of one Durable Object. Rows of one lane are delivered in their order, a failing one holds up its lane only.
 * `deliver` must be harmless when repeated: a row may be delivered twice, never not at all.
 */
export class Outbox<Body> {
	readonly #lanes = lanes<Row>(
		atOnce,
		(most) => this.#due(most),
		(row) => this.#attempt(row),
	);
	readonly #storage: DurableObjectStorage;
	readonly #schema: z.ZodType<Body>;
	readonly #deliver: (body: Body) => Promise<void>;

	constructor(
		storage: DurableObjectStorage,
		schema: z.ZodType<Body>,
		deliver: (body: Body) => Promise<void>,
	) {
		this.#storage = storage;
		this.#schema = schema;
		this.#deliver = deliver;
	}

	/**
	 * Adds a row, or replaces the undelivered one of the same key. To be called inside the transaction that it follows from.
	 * Not before `notBefore`, in ms since 1970; a row that waits already is not put off by its newer state.
	 */
	put(key: string, lane: string, body: Body, notBefore = 0): void {
		const { sql } = this.#storage;
		const text = JSON.stringify(body);
		if (row(sql, Found, "SELECT id FROM outbox WHERE key = ?", key)) {
			sql.exec("UPDATE outbox SET body = ?, version = version + 1 WHERE key = ?", text, key);
			return;
		}
		sql.exec(
			"INSERT INTO outbox (key, lane, body, version, next_at) VALUES (?, ?, ?, ?, ?)",
			...[key, lane, text, Math.floor(Math.random() * firstVersions), notBefore],
		);
		indexOnceLarge(sql, "outbox", "CREATE INDEX IF NOT EXISTS outbox_by_key ON outbox (key)");
	}

	/** Delivers everything due, a slow lane holding up no other; if called meanwhile, it sees the new rows. */
	drain(): Promise<void> {
		return this.#lanes.run();
	}

	/** The row of this key waits for nothing but its lane from now on. */
	release(key: string): void {
		this.#storage.sql.exec("UPDATE outbox SET next_at = 0 WHERE key = ?", key);
	}

	/** Delivers the row of this key now, if it still waits: someone is about to need its result. Throws if
	 * that fails; the row then keeps its turn. */
	async hurry(key: string): Promise<void> {
		const found = row(this.#storage.sql, Row, "SELECT * FROM outbox WHERE key = ?", key);
		if (found) await this.#send(found);
	}

	/** When the next row is due, in ms since 1970; null: none. Rows behind a lane's first wait for it. */
	nextAt(): number | null {
		const query =
			"SELECT min(next_at) AS at FROM outbox WHERE id IN (SELECT min(id) FROM outbox GROUP BY lane)";
		return this.#storage.sql.exec<{ at: number | null }>(query).one().at;
	}

	/** The first row of each lane, if it is due. */
	#due(most: number): Row[] {
		return rows(
			this.#storage.sql,
			Row,
			"SELECT * FROM outbox WHERE id IN (SELECT min(id) FROM outbox GROUP BY lane) AND next_at <= ? ORDER BY id LIMIT ?",
			Date.now(),
			most,
		);
	}

	async #send({ id, version, body }: Row): Promise<void> {
		await this.#deliver(this.#schema.parse(JSON.parse(body)));
		// Replaced meanwhile: what it says now is still to be delivered.
		this.#storage.sql.exec("DELETE FROM outbox WHERE id = ? AND version = ?", id, version);
	}

	async #attempt(row: Row): Promise<void> {
		try {
			await this.#send(row);
		} catch (error) {
			const pause = Math.min(longestPause, 250 * 2 ** Math.min(row.attempts, 10));
			console.error(`outbox ${row.key}: try ${row.attempts + 1} failed, next in ${pause} ms:`, error);
			this.#storage.sql.exec(
				"UPDATE outbox SET attempts = attempts + 1, next_at = ?, error = ? WHERE id = ? AND key = ?",
				Date.now() + pause,
				String(error).slice(0, 500),
				row.id,
				row.key,
			);
		}
	}
}
