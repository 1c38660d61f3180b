// Changes of who may approve, of policy and of channels, each with what it starts from; and who was confirmed.
import { z } from "zod";
import { Person, Policy } from "../../protocol/people.ts";
import { AmendmentEnd } from "../../protocol/read/amendment.ts";
import { Configuration } from "../contracts/values/set-up.ts";
import { json } from "../durable/columns.ts";
import { laterTable, row, rows } from "../durable/sql.ts";

/** `before`: the powers in force then; `after`: the whole configuration. `accounts`: of who asked. An approver without a row in
 * `confirmed` was confirmed by nobody. */
export const amendmentTables = `ALTER TABLE client ADD COLUMN break_glass TEXT;
CREATE TABLE amendments (
	id TEXT PRIMARY KEY, at INTEGER NOT NULL, by TEXT NOT NULL, person TEXT, accounts TEXT NOT NULL, before TEXT NOT NULL, after TEXT NOT NULL,
	names TEXT NOT NULL, until INTEGER NOT NULL, how TEXT, ended_by TEXT, ended_at INTEGER
) STRICT;
CREATE TABLE confirmed (person TEXT PRIMARY KEY, by TEXT NOT NULL, way TEXT NOT NULL, at INTEGER NOT NULL) STRICT;`;

/** `asked`: the set-up file still asks for it, though it may be over; of one at most. */
export const askedColumn = `ALTER TABLE amendments ADD COLUMN asked INTEGER NOT NULL DEFAULT 0;
UPDATE amendments SET asked = 1 WHERE how IS NULL;`;

/** A migration. `earlier`: who asked for what this one may carry along, JSON. */
export const earlierAskers = "ALTER TABLE amendments ADD COLUMN earlier TEXT NOT NULL DEFAULT '[]';";

const Earlier = z.object({ person: z.string(), accounts: z.array(z.string()) });
export type Earlier = z.infer<typeof Earlier>;

const Before = z.object({
	people: z.array(Person),
	emails: z.record(z.string(), z.string()),
	policy: Policy,
	channels: z.array(z.string()),
	breakGlass: z.string().nullable(),
});
const Row = z
	.object({
		id: z.string(),
		at: z.int(),
		by: z.string(),
		person: z.string().nullable(),
		accounts: json(z.array(z.string())),
		earlier: json(z.array(Earlier)),
		before: json(Before),
		after: json(Configuration),
		names: json(z.record(z.string(), z.string())),
		until: z.int(),
		how: AmendmentEnd.nullable(),
		ended_by: z.string().nullable(),
		ended_at: z.int().nullable(),
	})
	.transform(({ how, ended_by: by, ended_at: at, ...rest }) => ({
		...rest,
		ended: how === null || by === null || at === null ? null : { how, by, at },
	}));
export type Amendment = z.output<typeof Row>;

const Confirmed = z.object({ person: z.string(), way: z.enum(["approver", "break-glass"]) });
export type Confirmed = z.infer<typeof Confirmed>;

/** What the set-up file says that couldn't be proposed: `changes` are its first lines. */
const unaskedTable =
	"CREATE TABLE unasked (why TEXT NOT NULL, changes TEXT NOT NULL, askers TEXT NOT NULL) STRICT";
const Unasked = z.object({
	why: z.enum(["too-many", "unkept"]),
	changes: json(z.array(z.string())),
	askers: json(z.array(Earlier)),
});
export type Unasked = z.output<typeof Unasked>;

const Id = z.object({ id: z.string() });
const Count = z.object({ n: z.int() });

export const amendmentStore = (sql: SqlStorage) => {
	const unasked = laterTable(sql, "unasked", unaskedTable);
	return {
		get: (id: string): Amendment | null => row(sql, Row, "SELECT * FROM amendments WHERE id = ?", id),
		/** At most one is open, and it is the newest. */
		newest: (): Amendment | null => row(sql, Row, "SELECT * FROM amendments ORDER BY rowid DESC LIMIT 1"),
		add: (one: Omit<Amendment, "ended">): void =>
			void sql.exec(
				"INSERT INTO amendments (id, at, by, person, accounts, earlier, before, after, names, until) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
				...[one.id, one.at, one.by, one.person, JSON.stringify(one.accounts), JSON.stringify(one.earlier)],
				...[JSON.stringify(one.before), JSON.stringify(one.after), JSON.stringify(one.names), one.until],
			),
		/** The one that the set-up file asks for, whether it is over or not. */
		asked: (): Amendment | null => row(sql, Row, "SELECT * FROM amendments WHERE asked = 1"),
		/** Null: the file says what is in force. `askers`: of one that is over, who asks for it now. */
		ask: (id: string | null, askers?: Earlier[]): void => {
			unasked.change("DELETE FROM unasked");
			sql.exec("UPDATE amendments SET asked = (id IS ?)", id);
			if (askers)
				sql.exec(
					"UPDATE amendments SET person = NULL, accounts = '[]', earlier = ? WHERE id = ?",
					...[JSON.stringify(askers), id],
				);
		},
		/** What the file says that nobody was asked about; null: they were. */
		unasked: (): Unasked | null => unasked.row(Unasked, "SELECT * FROM unasked"),
		keepUnasked: ({ why, changes, askers }: Unasked): void => {
			unasked.change("DELETE FROM unasked");
			unasked.insert(
				"INSERT INTO unasked (why, changes, askers) VALUES (?, ?, ?)",
				...[why, JSON.stringify(changes), JSON.stringify(askers)],
			);
		},
		/** How many were proposed after this. */
		since: (at: number): number =>
			row(sql, Count, "SELECT count(*) AS n FROM amendments WHERE at > ?", at)?.n ?? 0,
		/** Those that were refused after this, by their ids; newest first. */
		refusedSince: (at: number): string[] =>
			rows(
				sql,
				Id,
				"SELECT id FROM amendments WHERE how = 'refused' AND ended_at > ? ORDER BY rowid DESC",
				at,
			).map(({ id }) => id),
		/** Of one that is over: the set-up no longer asks for anything of it, so nobody does. */
		settle: (id: string): void =>
			void sql.exec("UPDATE amendments SET person = NULL, accounts = '[]', earlier = '[]' WHERE id = ?", id),
		/** The rest of the set-up goes on changing while it waits. */
		keep: (id: string, after: Configuration): void =>
			void sql.exec("UPDATE amendments SET after = ? WHERE id = ?", JSON.stringify(after), id),
		end: (id: string, { how, by, at }: NonNullable<Amendment["ended"]>): void =>
			void sql.exec(
				"UPDATE amendments SET how = ?, ended_by = ?, ended_at = ? WHERE id = ? AND how IS NULL",
				...[how, by, at, id],
			),
		confirmed: (): Confirmed[] => rows(sql, Confirmed, "SELECT person, way FROM confirmed"),
		confirm: (person: string, by: string, way: Confirmed["way"], at: number): void =>
			void sql.exec(
				`INSERT INTO confirmed (person, by, way, at) VALUES (?, ?, ?, ?)
				ON CONFLICT (person) DO UPDATE SET by = excluded.by, way = excluded.way, at = excluded.at`,
				...[person, by, way, at],
			),
		unconfirm: (person: string): void => void sql.exec("DELETE FROM confirmed WHERE person = ?", person),
	};
};
