// The machines that a client has or had, whatever the set-up names now: what its list of machines is made of.
import { z } from "zod";
import { Inventory } from "../../protocol/wire.ts";
import { type Former, type MachineRow, Refused } from "../contracts/values/machine.ts";
import type { EndpointRow } from "../contracts/values/snapshot.ts";
import { Flag, json } from "../durable/columns.ts";
import { row, rows } from "../durable/sql.ts";

/** A migration. What an agent refused last; enrollments that are over. */
export const machineTables = `ALTER TABLE endpoints ADD COLUMN refused TEXT;
	CREATE TABLE former (
		id TEXT PRIMARY KEY, name TEXT NOT NULL, description TEXT NOT NULL, fingerprint TEXT NOT NULL, last_seen INTEGER,
		inventory TEXT NOT NULL, ended_at INTEGER NOT NULL, removed INTEGER NOT NULL
	) STRICT;`;

const FormerRow = z.object({
	id: z.string(),
	name: z.string(),
	description: z.string(),
	fingerprint: z.string(),
	last_seen: z.int().nullable(),
	inventory: json(Inventory),
	ended_at: z.int(),
	removed: Flag,
});
const Named = z.object({ name: z.string() });
const Declared = z.object({ name: z.string(), description: z.string() });
const Key = z.object({ name: z.string(), expires: z.int(), asked: z.int() });
const RefusedRow = z.object({ id: z.string(), refused: json(Refused) });

const endThose = `INSERT INTO former (id, name, description, fingerprint, last_seen, inventory, ended_at, removed)
	SELECT e.id, e.name, coalesce(d.description, ''), e.fingerprint, e.last_seen, e.inventory, ?1, ?2
	FROM endpoints e LEFT JOIN declared d USING (name)`;

export const machinesTable = (sql: SqlStorage) => ({
	/** Before the set-up names only these: the others' enrollments end. */
	endOthers: (names: string[], at: number) =>
		sql.exec(
			`${endThose} WHERE e.name NOT IN (SELECT value FROM json_each(?3)) ON CONFLICT DO NOTHING`,
			...[at, 1, JSON.stringify(names)],
		),
	/** Before another machine is enrolled in its place. */
	endReplaced: (id: string, at: number) =>
		sql.exec(`${endThose} WHERE e.id = ?3 ON CONFLICT DO NOTHING`, at, 0, id),
	/** `endpoints`: those that are enrolled and in the set-up. */
	machines: (endpoints: EndpointRow[], now: number): MachineRow[] => {
		const declared = byName(rows(sql, Declared, "SELECT name, description FROM declared"));
		const enrolled = byName(endpoints);
		const former = rows(sql, FormerRow, "SELECT * FROM former ORDER BY ended_at DESC, rowid DESC").map(
			({ last_seen, ended_at, ...rest }): Former => ({ ...rest, lastSeen: last_seen, endedAt: ended_at }),
		);
		const keys = byName(
			rows(
				sql,
				Key,
				`SELECT name, expires, (SELECT count(*) FROM pending WHERE pending.hash = enrolment.hash) AS asked
			FROM enrolment WHERE used_at IS NULL AND expires > ?`,
				now,
			),
		);
		const refused = new Map(
			rows(sql, RefusedRow, "SELECT id, refused FROM endpoints WHERE refused IS NOT NULL").map((one) => [
				one.id,
				one.refused,
			]),
		);
		const busy = new Set(
			rows(
				sql,
				Named,
				`SELECT DISTINCT value AS name FROM sessions, json_each(sessions.follows) WHERE state IN ('approved', 'running')`,
			).map(({ name }) => name),
		);
		const seen = rows(
			sql,
			Named,
			"SELECT DISTINCT value AS name FROM sessions, json_each(sessions.machines)",
		);
		const ended = Map.groupBy(former, ({ name }) => name);
		const names = new Set([...declared.keys(), ...ended.keys(), ...seen.map(({ name }) => name)]);
		return [...names].sort().map((name) => {
			const endpoint = enrolled.get(name) ?? null;
			const key = keys.get(name);
			const past = ended.get(name) ?? [];
			const ids = [...(endpoint ? [endpoint.id] : []), ...past.map(({ id }) => id)];
			return {
				name,
				description: declared.get(name)?.description ?? "",
				declared: declared.has(name),
				endpoint,
				refused: (endpoint && refused.get(endpoint.id)) ?? null,
				key: key ? { expires: key.expires, asked: key.asked } : null,
				former: past,
				busy: ids.some((id) => busy.has(id)),
			};
		});
	},
	/** Whether an agent is enrolled under this name of the set-up; null: the set-up has no such name. */
	isEnrolled: (name: string): boolean | null => {
		const query =
			"SELECT name, EXISTS (SELECT 1 FROM endpoints e WHERE e.name = d.name) AS enrolled FROM declared d WHERE name = ?";
		return row(sql, Named.extend({ enrolled: Flag }), query, name)?.enrolled ?? null;
	},
});

const byName = <T extends { name: string }>(all: T[]): Map<string, T> =>
	new Map(all.map((one) => [one.name, one]));
