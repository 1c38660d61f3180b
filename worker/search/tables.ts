// A search index's tables: the sessions, what each of them has to be read, and the blocks that were.
import { z } from "zod";
import type { Indexed, Waiting } from "../contracts/values/search.ts";
import { Flag, json } from "../durable/columns.ts";
import { smallOutboxTable } from "../durable/outbox-lists.ts";
import { row, rows } from "../durable/sql.ts";
import { digitsIn, digitsMatchOf, matchOf } from "./needle.ts";

/** `words` knows which trigrams each block has, `numbers` which five digits in a row, and nothing else. `sources.run` is empty for what was said in the session. */
export const migrations = [
	`${smallOutboxTable}
	CREATE TABLE sessions (
		id TEXT PRIMARY KEY, people TEXT NOT NULL, request TEXT NOT NULL, opened_at INTEGER NOT NULL
	) STRICT, WITHOUT ROWID;
	CREATE TABLE sources (
		n INTEGER PRIMARY KEY, session TEXT NOT NULL, run TEXT NOT NULL, endpoint TEXT NOT NULL, state TEXT NOT NULL,
		last INTEGER NOT NULL DEFAULT 0, done INTEGER NOT NULL DEFAULT 0, struck TEXT NOT NULL DEFAULT '[]',
		version INTEGER NOT NULL, UNIQUE (session, run)
	) STRICT;
	CREATE INDEX sources_to_read ON sources (state, run) WHERE state <> 'done';
	CREATE TABLE blocks (id INTEGER PRIMARY KEY, source INTEGER NOT NULL, stream TEXT NOT NULL, packed BLOB NOT NULL) STRICT;
	CREATE INDEX blocks_by_source ON blocks (source);
	CREATE VIRTUAL TABLE words USING fts5(
		text, content = '', contentless_delete = 1, detail = none, tokenize = 'trigram case_sensitive 1'
	);
	CREATE VIRTUAL TABLE numbers USING fts5(digits, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii');
	CREATE TABLE purge (one INTEGER PRIMARY KEY CHECK (one = 1), begun INTEGER NOT NULL DEFAULT 0) STRICT;
	CREATE TABLE parts (one INTEGER PRIMARY KEY CHECK (one = 1)) STRICT;`,
	// Numbers that no source has any more: their blocks are found no longer, and are to be deleted.
	"CREATE TABLE gone (source INTEGER PRIMARY KEY) STRICT;",
];

/** `running`: its recording still grows. `ready`: it is to be read. `cut`: there is no room for the rest of it. */
const SourceState = z.enum(["running", "ready", "done", "cut"]);

const SourceRow = z.object({
	n: z.int(),
	session: z.string(),
	run: z.string(),
	endpoint: z.string(),
	state: SourceState,
	/** What is said: the number of the session's last event. A run: bytes of its output. */
	last: z.int(),
	/** The last event or record that was read. */
	done: z.int(),
	/** Events or records that aren't read; 0: none is. */
	struck: json(z.array(z.int())),
	/** Another one whenever it is to be read from the beginning. */
	version: z.int(),
});
export type SourceRow = z.infer<typeof SourceRow>;

export const Stream = z.enum(["said", "stdout", "stderr", "event"]);
export type Stream = z.infer<typeof Stream>;

const BlockRow = z.object({
	stream: Stream,
	packed: z.instanceof(ArrayBuffer).transform((bytes) => new Uint8Array(bytes)),
});
type BlockRow = z.infer<typeof BlockRow>;
const Count = z.object({ n: z.int() });
const Counted = Count.extend({ state: SourceState, printed: Flag, begun: Flag });
const Ids = z.object({ id: z.int() });
const Run = z.object({ run: z.string() });
const Begun = z.object({ begun: Flag });

const CandidateRow = z.object({
	/** As JSON: there may be very many. */
	blocks: z.string().transform((text) => JSON.parse(text) as number[]),
	lot: z.int(),
	run: z.string(),
	endpoint: z.string(),
	session: z.string(),
	opened_at: z.int(),
});
/** A block that may have what is looked for, with the session that it belongs to. */
export type Candidate = Omit<z.infer<typeof CandidateRow>, "blocks" | "lot"> & { id: number };

const SessionRow = z.object({ people: json(z.array(z.string())), request: z.string() });

/** Whether a person asked for a session or took part. */
export const tookPart = (person: string): string =>
	`EXISTS (SELECT 1 FROM json_each(z.people) WHERE value = ${person})`;

export const searchStore = (sql: SqlStorage) => ({
	keepSession: ({ session, people, request, openedAt }: Indexed) =>
		sql.exec(
			`INSERT INTO sessions (id, people, request, opened_at) VALUES (?, ?, ?, ?)
			ON CONFLICT (id) DO UPDATE SET people = excluded.people WHERE people <> excluded.people`,
			...[session, JSON.stringify(people), request, openedAt],
		),
	session: (id: string) =>
		row(sql, SessionRow, "SELECT people, request FROM sessions WHERE id = ?", id) as z.infer<
			typeof SessionRow
		>,
	source: (session: string, run: string) =>
		row(sql, SourceRow, "SELECT * FROM sources WHERE session = ? AND run = ?", session, run),
	sourceAt: (n: number) => row(sql, SourceRow, "SELECT * FROM sources WHERE n = ?", n),
	/** The source, made if it isn't there. */
	sourceOf(session: string, run: string, endpoint: string): SourceRow {
		const known = this.source(session, run);
		if (known) return known;
		// Numbers are given again once all is forgotten.
		const version = Math.floor(Math.random() * 2 ** 40);
		sql.exec(
			"INSERT INTO sources (session, run, endpoint, state, version) VALUES (?, ?, ?, 'running', ?)",
			...[session, run, endpoint, version],
		);
		return this.source(session, run) as SourceRow;
	},
	/** It is to be read up to there. */
	ready: (n: number, last: number) =>
		sql.exec("UPDATE sources SET state = 'ready', last = ? WHERE n = ?", last, n),
	/** It was read so far. */
	read: (n: number, done: number, over: boolean) =>
		sql.exec("UPDATE sources SET done = ?, state = ? WHERE n = ?", done, over ? "done" : "ready", n),
	over: (n: number) => sql.exec("UPDATE sources SET state = 'done' WHERE n = ?", n),
	cut: (n: number) => sql.exec("UPDATE sources SET state = 'cut' WHERE n = ?", n),
	/** The first source that is to be read, except for some: what was said before what was printed. */
	next: (except: number[]) =>
		row(
			sql,
			SourceRow,
			`SELECT * FROM sources WHERE state = 'ready' AND n NOT IN (SELECT value FROM json_each(?))
			ORDER BY run <> '', n LIMIT 1`,
			JSON.stringify(except),
		),
	/** Of all sessions, of one person's, or of one: then the runs that it hasn't begun to read are counted by themselves. */
	waiting(only: string | null, session: string | null): Waiting {
		const counts = rows(
			sql,
			Counted,
			`SELECT s.state, s.run <> '' AS printed, s.run <> '' AND s.done > 0 AS begun, count(*) AS n FROM sources s JOIN sessions z ON z.id = s.session
			WHERE s.state <> 'done' AND (?1 IS NULL OR ${tookPart("?1")}) AND (?2 IS NULL OR z.id = ?2) GROUP BY 1, 2, 3`,
			only,
			session,
		);
		const of = (state: z.infer<typeof SourceState>, printed: boolean) =>
			counts
				.filter((one) => one.state === state && one.printed === printed)
				.reduce((sum, { n }) => sum + n, 0);
		const ready = counts.filter(({ state, printed, begun }) => state === "ready" && printed && !begun);
		const unbegun = session === null ? 0 : (ready[0]?.n ?? 0);
		return {
			runs: of("ready", true) - unbegun,
			unbegun,
			running: of("running", true),
			sessions: of("ready", false),
			cut: of("cut", true) + of("cut", false),
		};
	},
	/** Runs of a session whose output it has read, or begun to read. */
	begun: (session: string): string[] =>
		rows(
			sql,
			Run,
			"SELECT run FROM sources WHERE session = ? AND run <> '' AND (state IN ('done', 'cut') OR done > 0)",
			session,
		).map(({ run }) => run),
	/** Sessions whose words it has or is to read: of all, of one person's, or the one. */
	known: (only: string | null, session: string | null): number =>
		(
			row(
				sql,
				Count,
				`SELECT count(*) AS n FROM sessions z WHERE EXISTS (SELECT 1 FROM sources WHERE session = z.id AND run = '')
				AND (?1 IS NULL OR ${tookPart("?1")}) AND (?2 IS NULL OR z.id = ?2)`,
				only,
				session,
			) as z.infer<typeof Count>
		).n,

	addBlock(source: number, stream: Stream, text: string, packed: Uint8Array): void {
		sql.exec("INSERT INTO blocks (source, stream, packed) VALUES (?, ?, ?)", source, stream, packed);
		const { id } = row(sql, Ids, "SELECT last_insert_rowid() AS id") as z.infer<typeof Ids>;
		sql.exec("INSERT INTO words (rowid, text) VALUES (?, ?)", id, text);
		const digits = digitsIn(text);
		if (digits.length > 0)
			sql.exec("INSERT INTO numbers (rowid, digits) VALUES (?, ?)", id, digits.join(" "));
	},
	/** All that was read of a source goes; it is to be read again without these. Returns its new number. */
	forget(n: number, struck: number[]): number {
		sql.exec(
			"UPDATE sources SET done = 0, struck = ?, version = version + 1 WHERE n = ?",
			JSON.stringify(struck),
			n,
		);
		return this.drop(n);
	},
	/** Its blocks are found no longer, and go later. Returns its new number: the old one stays theirs. */
	drop(n: number): number {
		if (!row(sql, Ids, "SELECT id FROM blocks WHERE source = ? LIMIT 1", n)) return n;
		const { n: next } = row(sql, Count, "SELECT max(n) + 1 AS n FROM sources") as z.infer<typeof Count>;
		sql.exec("UPDATE sources SET n = ? WHERE n = ?", next, n);
		sql.exec("INSERT INTO gone (source) VALUES (?)", n);
		return next;
	},
	/** Deletes some of the blocks that are to go. */
	remove(most = removedAtOnce): void {
		const gone = row(sql, Count, "SELECT source AS n FROM gone LIMIT 1");
		if (!gone) return;
		const ids = rows(sql, Ids, "SELECT id FROM blocks WHERE source = ? LIMIT ?", gone.n, most);
		for (const { id } of ids) {
			for (const table of tables) sql.exec(`DELETE FROM ${table} WHERE rowid = ?`, id);
			sql.exec("DELETE FROM blocks WHERE id = ?", id);
		}
		if (ids.length < most) sql.exec("DELETE FROM gone WHERE source = ?", gone.n);
		sql.exec("INSERT INTO purge (one) VALUES (1) ON CONFLICT (one) DO UPDATE SET begun = 0");
	},
	/** Whether blocks are to go. */
	removes: (): boolean => row(sql, Count, "SELECT source AS n FROM gone LIMIT 1") !== null,
	block: (id: number): BlockRow | null =>
		row(sql, BlockRow, "SELECT stream, packed FROM blocks WHERE id = ?", id),

	/** The first blocks that may have a needle: session by session, the newest first. A row of the query has many blocks of a source:
	 * a row for each costs four times as much. A value has 2 MB at most, so it isn't all of them. */
	candidates(needle: string, { blocks, sources, values }: Narrowed, limit: number): Candidate[] {
		const digits = digitsMatchOf(needle);
		const numbers = digits === null ? [] : ["w.rowid IN (SELECT rowid FROM numbers WHERE numbers MATCH ?)"];
		const found = rows(
			sql,
			CandidateRow,
			`SELECT f.blocks, f.lot, s.run, s.endpoint, z.id AS session, z.opened_at FROM (
				SELECT b.source, b.id / ${lotSize} AS lot, json_group_array(b.id) AS blocks
				FROM words w CROSS JOIN blocks b ON b.id = w.rowid
				WHERE ${["words MATCH ?", ...numbers, ...blocks].join(" AND ")} GROUP BY 1, 2
			) f JOIN sources s ON s.n = f.source JOIN sessions z ON z.id = s.session
			${sources.length > 0 ? `WHERE ${sources.join(" AND ")}` : ""} ORDER BY z.opened_at DESC, z.id DESC, f.lot LIMIT ?`,
			...[matchOf(needle), ...(digits === null ? [] : [digits]), ...values],
			// Each row has a block at least. The last rows may be a part of their session and lot: that is at most a lot's blocks.
			limit + lotSize,
		);
		const all: Candidate[] = [];
		/** Of one session and lot: several sources may have blocks there. */
		let together: Candidate[] = [];
		let key = "";
		const take = (): void => {
			all.push(...together.sort((a, b) => a.id - b.id).slice(0, limit - all.length));
			together = [];
		};
		for (const { blocks, lot, ...source } of found) {
			if (key !== `${source.session} ${lot}`) take();
			if (all.length >= limit) break;
			key = `${source.session} ${lot}`;
			for (const id of blocks) together.push({ id, ...source });
		}
		take();
		return all;
	},

	/** What was deleted is still in FTS5's tables. Does a part of what is to be done; whether there is more. */
	purge(): boolean {
		if (this.removes()) {
			this.remove();
			return true;
		}
		const state = row(sql, Begun, "SELECT begun FROM purge");
		if (!state) return false;
		const before = changes(sql);
		// A negative number begins to merge everything, a positive one goes on (sqlite.org/fts5.html, "The 'merge' Command").
		const pages = state.begun ? purgePages : -purgePages;
		for (const table of tables) sql.exec(`INSERT INTO ${table} (${table}, rank) VALUES ('merge', ?)`, pages);
		const done = changes(sql) - before < 2 * tables.length;
		if (done) sql.exec("DELETE FROM purge");
		else if (!state.begun) sql.exec("UPDATE purge SET begun = 1");
		return !done;
	},
	toPurge(): boolean {
		return this.removes() || row(sql, Begun, "SELECT begun FROM purge") !== null;
	},
	/** The month goes on in another part. */
	addPart: () => sql.exec("INSERT INTO parts (one) VALUES (1) ON CONFLICT DO NOTHING"),
	hasPart: (): boolean => row(sql, z.object({ one: z.int() }), "SELECT one FROM parts") !== null,
});
export type SearchStore = ReturnType<typeof searchStore>;

/** Conditions of blocks, and of their sources and sessions, with the values of both in this order. */
export type Narrowed = { blocks: string[]; sources: string[]; values: (string | number)[] };

const tables = ["words", "numbers"] as const;

/** So many numbers of blocks are looked at together. */
const lotSize = 4_096;

/** So many blocks at once. */
const removedAtOnce = 200;

/** So many pages of 4 KiB at once. */
const purgePages = 64;

const changes = (sql: SqlStorage): number =>
	(row(sql, Count, "SELECT total_changes() AS n") as z.infer<typeof Count>).n;
