// A client's standing approvals and each of their runs. A run is counted in the transaction that lets it go: there is never one more.
import { z } from "zod";
import { StandingVoter } from "../../protocol/plan/standing.ts";
import { KeptStanding, StandingMatter, StandingUse } from "../../protocol/read/standing.ts";
import { json } from "../durable/columns.ts";
import { row, rows } from "../durable/sql.ts";

/** `matter`, `voters`, `ended`: JSON. `once`: of the proposal that got the run. */
export const standingTables = `CREATE TABLE standings (
	id TEXT PRIMARY KEY, matter TEXT NOT NULL, voters TEXT NOT NULL, times INTEGER NOT NULL, until INTEGER NOT NULL, ended TEXT
) STRICT;
CREATE TABLE standing_uses (
	standing TEXT NOT NULL, n INTEGER NOT NULL, once TEXT NOT NULL UNIQUE, session TEXT NOT NULL, at INTEGER NOT NULL, proposer TEXT NOT NULL,
	PRIMARY KEY (standing, n)
) STRICT;`;

/** A migration. `once`: of the wish that it was given for. */
export const standingWishes = `ALTER TABLE standings ADD COLUMN once TEXT;
CREATE UNIQUE INDEX standings_once ON standings (once) WHERE once IS NOT NULL;`;

const Id = z.object({ id: z.string() });
const Row = z
	.object({
		id: z.string(),
		matter: json(StandingMatter),
		voters: json(z.array(StandingVoter)),
		times: z.int(),
		until: z.int(),
		ended: json(KeptStanding.shape.ended.unwrap()).nullable(),
		used: z.int(),
	})
	.transform(({ voters, ...rest }): KeptStanding => ({ ...rest, by: voters }));

const Use = StandingUse.extend({ standing: z.string() });
const all = `SELECT s.*, (SELECT count(*) FROM standing_uses u WHERE u.standing = s.id) AS used FROM standings s`;

export const standingStore = (sql: SqlStorage) => ({
	/** Newest first. */
	all: (): KeptStanding[] => rows(sql, Row, `${all} ORDER BY s.rowid DESC`),
	/** Those that may let something run yet. */
	live: (now: number): KeptStanding[] =>
		rows(sql, Row, `${all} WHERE s.ended IS NULL AND s.until > ? ORDER BY s.rowid`, now),
	get: (id: string): KeptStanding | null => row(sql, Row, `${all} WHERE s.id = ?`, id),
	/** What this wish got before; null: nothing. */
	givenFor: (once: string): string | null =>
		row(sql, Id, "SELECT id FROM standings WHERE once = ?", once)?.id ?? null,
	give: (
		{ id, matter, by, times, until }: Omit<KeptStanding, "used" | "ended">,
		once: string | null = null,
	): void =>
		void sql.exec(
			"INSERT INTO standings (id, matter, voters, times, until, once) VALUES (?, ?, ?, ?, ?, ?)",
			...[id, JSON.stringify(matter), JSON.stringify(by), times, until, once],
		),
	join: (id: string, by: KeptStanding["by"]): void =>
		void sql.exec("UPDATE standings SET voters = ? WHERE id = ?", JSON.stringify(by), id),
	end: (id: string, ended: NonNullable<KeptStanding["ended"]>): void =>
		void sql.exec("UPDATE standings SET ended = ? WHERE id = ? AND ended IS NULL", JSON.stringify(ended), id),
	/** Oldest first. */
	uses: (standing: string): StandingUse[] =>
		rows(
			sql,
			StandingUse,
			"SELECT n, session, at, proposer FROM standing_uses WHERE standing = ? ORDER BY n",
			standing,
		),
	/** The run that this proposal got before. */
	useOf: (once: string) =>
		row(sql, Use, "SELECT standing, n, session, at, proposer FROM standing_uses WHERE once = ?", once),
	/** That proposal became no plan. */
	giveBack: (once: string): void => void sql.exec("DELETE FROM standing_uses WHERE once = ?", once),
	use: (standing: string, once: string, { n, session, at, proposer }: StandingUse): void =>
		void sql.exec(
			"INSERT INTO standing_uses (standing, n, once, session, at, proposer) VALUES (?, ?, ?, ?, ?, ?)",
			...[standing, n, once, session, at, proposer],
		),
});
