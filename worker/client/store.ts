// What a client's tables are asked: policy, people, endpoints, sessions, links, audit.
import { z } from "zod";
import { Hold } from "../../protocol/machine.ts";
import { Person, Policy } from "../../protocol/people.ts";
import { DiskState } from "../../protocol/record/records.ts";
import { Inventory } from "../../protocol/wire.ts";
import type { Refused } from "../contracts/values/machine.ts";
import type { Configuration } from "../contracts/values/set-up.ts";
import { type EndpointRow, Msp } from "../contracts/values/snapshot.ts";
import { auditTable } from "../durable/audit.ts";
import { Flag, json, rememberedJson } from "../durable/columns.ts";
import { row, rows } from "../durable/sql.ts";
import { amendmentStore } from "./amendments-table.ts";
import { approverKeys } from "./approver-keys.ts";
import { deputies } from "./deputies-table.ts";
import { lastChoicesTable } from "./last-choices.ts";
import { machinesTable } from "./machines.ts";
import { runsADay } from "./runs-a-day.ts";
import { sessionsTable } from "./sessions.ts";
import { standingStore } from "./standing.ts";

const ClientRow = z
	.object({
		id: z.string(),
		name: z.string(),
		version: z.int(),
		policy: rememberedJson(Policy),
		people: rememberedJson(z.array(Person)),
		channels: json(z.array(z.string())),
		revision: z.int(),
		msp: rememberedJson(Msp),
		/** Of those who have one, by the person's id. */
		emails: json(z.record(z.string(), z.string())),
		break_glass: z.string().nullable(),
	})
	.transform(({ break_glass: breakGlass, ...rest }) => ({ ...rest, breakGlass }));
const EndpointSql = z.object({
	id: z.string(),
	name: z.string(),
	description: z
		.string()
		.nullable()
		.transform((text) => text ?? ""),
	key: z.string(),
	fingerprint: z.string(),
	online: Flag,
	quarantined: Flag,
	last_seen: z.int().nullable(),
	held: json(Hold).nullable(),
	clock_ahead: z.int(),
	disk: DiskState,
	inventory: rememberedJson(Inventory),
});

/** `mailed`: `renewed` once its owner asked for another one; null: it came in chat. */
type NewLink = {
	hash: string;
	person: string;
	session: string;
	identity: string | null;
	mailed: "mailed" | null;
};
const LinkRow = z.object({
	person: z.string(),
	session: z.string(),
	identity: z.string().nullable(),
	expires: z.int(),
	used_at: z.int().nullable(),
	mailed: z.enum(["mailed", "renewed"]).nullable(),
});
const IdRow = z.object({ id: z.string() });
const NameRow = z.object({ name: z.string() });
const PendingRow = z.object({
	id: z.string(),
	hash: z.string(),
	name: z.string(),
	key: z.string(),
	inventory: rememberedJson(Inventory),
});
const TokenRow = z.object({ name: z.string(), expires: z.int(), used_at: z.int().nullable() });

/** How long an expired link or token is remembered as expired, in ms; after that it is unknown. */
const rememberedFor = 86_400_000;
/** How long a machine that asked in time may still connect after its token has expired, in ms. */
export const graceMs = 300_000;

/** A used or reissued token takes the others of its name with it. */
const endTokens = (sql: SqlStorage, name: string, at: number) =>
	sql.exec("UPDATE enrolment SET used_at = ? WHERE name = ? AND used_at IS NULL", at, name);

export const clientStore = (sql: SqlStorage) => ({
	...sessionsTable(sql),
	...lastChoicesTable(sql),
	...machinesTable(sql),
	self: () => row(sql, ClientRow, "SELECT * FROM client"),
	configure(to: Configuration): void {
		sql.exec(
			`INSERT INTO client (id, name, version, policy, people, channels, revision, msp, emails, break_glass) VALUES (?, ?, 1, ?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT (id) DO UPDATE SET name = excluded.name, version = version + 1, policy = excluded.policy,
				people = excluded.people, channels = excluded.channels, revision = excluded.revision, msp = excluded.msp, emails = excluded.emails,
				break_glass = excluded.break_glass`,
			to.id,
			to.name,
			JSON.stringify(to.policy),
			JSON.stringify(to.people),
			JSON.stringify(to.channels),
			to.revision,
			JSON.stringify(to.msp),
			JSON.stringify(to.emails ?? {}),
			to.breakGlass ?? null,
		);
		sql.exec("DELETE FROM declared");
		for (const { name, description } of to.endpoints)
			sql.exec("INSERT INTO declared (name, description) VALUES (?, ?)", name, description);
	},

	endpoints: (): EndpointRow[] =>
		rows(
			sql,
			EndpointSql,
			"SELECT e.*, d.description FROM endpoints e JOIN declared d USING (name) ORDER BY e.name",
		).map(({ last_seen, clock_ahead, ...rest }) => ({
			...rest,
			lastSeen: last_seen,
			clockAhead: clock_ahead,
		})),
	/** Enrolled ones, those that asked, and those that a session still awaits something of. */
	endpointIds: (): string[] =>
		rows(
			sql,
			IdRow,
			`SELECT id FROM endpoints UNION SELECT id FROM pending UNION
			SELECT value AS id FROM sessions, json_each(sessions.follows) WHERE sessions.follows IS NOT NULL`,
		).map(({ id }) => id),
	/** Enrolled endpoints that the set-up no longer names. */
	undeclared: (): string[] =>
		rows(sql, IdRow, "SELECT id FROM endpoints WHERE name NOT IN (SELECT name FROM declared)").map(
			({ id }) => id,
		),
	forget: (id: string) => sql.exec("DELETE FROM endpoints WHERE id = ?", id),
	/** The endpoint that is enrolled under a name. */
	enrolledAs: (name: string): string | null =>
		row(sql, IdRow, "SELECT id FROM endpoints WHERE name = ?", name)?.id ?? null,
	/** The endpoint, if it is enrolled under this name with this key. */
	enrolledWith: (name: string, key: string): string | null =>
		row(sql, IdRow, "SELECT id FROM endpoints WHERE name = ? AND key = ?", name, key)?.id ?? null,
	pend: (asked: {
		id: string;
		hash: string;
		name: string;
		key: string;
		inventory: Inventory;
		at: number;
	}): void => {
		const { id, hash, name, key, inventory, at } = asked;
		sql.exec(
			"INSERT INTO pending (id, hash, name, key, inventory, at) VALUES (?, ?, ?, ?, ?, ?)",
			...[id, hash, name, key, JSON.stringify(inventory), at],
		);
	},
	pending: (id: string) => row(sql, PendingRow, "SELECT * FROM pending WHERE id = ?", id),
	pendingOf: (hash: string, key: string): string | null =>
		row(sql, IdRow, "SELECT id FROM pending WHERE hash = ? AND key = ?", hash, key)?.id ?? null,
	countPending: (hash: string): number =>
		rows(sql, IdRow, "SELECT id FROM pending WHERE hash = ?", hash).length,
	/** Who asked for the same name is not awaited any more, with whichever token. */
	dropPending: (name: string) => sql.exec("DELETE FROM pending WHERE name = ?", name),
	declared: (name: string): boolean =>
		row(sql, NameRow, "SELECT name FROM declared WHERE name = ?", name) !== null,
	enroll: (endpoint: {
		id: string;
		name: string;
		key: string;
		fingerprint: string;
		inventory: Inventory;
		at: number;
	}) =>
		sql.exec(
			`INSERT INTO endpoints (id, name, key, fingerprint, last_seen, inventory) VALUES (?, ?, ?, ?, ?, ?)
			ON CONFLICT (name) DO UPDATE SET id = excluded.id, key = excluded.key, fingerprint = excluded.fingerprint, online = 0, quarantined = 0, held = NULL, disk = 'room', refused = NULL,
				last_seen = excluded.last_seen, inventory = excluded.inventory`,
			endpoint.id,
			endpoint.name,
			endpoint.key,
			endpoint.fingerprint,
			endpoint.at,
			JSON.stringify(endpoint.inventory),
		),
	seen: (endpoint: {
		id: string;
		online: boolean;
		quarantined: boolean;
		lastSeen: number | null;
		held: Hold | null;
		clockAhead: number;
		disk: DiskState;
		inventory: Inventory;
		refused: Refused | null;
	}) =>
		sql.exec(
			"UPDATE endpoints SET online = ?, quarantined = ?, last_seen = ?, held = ?, clock_ahead = ?, disk = ?, inventory = ?, refused = ? WHERE id = ?",
			endpoint.online ? 1 : 0,
			endpoint.quarantined ? 1 : 0,
			endpoint.lastSeen,
			endpoint.held && JSON.stringify(endpoint.held),
			endpoint.clockAhead,
			endpoint.disk,
			JSON.stringify(endpoint.inventory),
			endpoint.refused && JSON.stringify(endpoint.refused),
			endpoint.id,
		),

	/** The only live one of its name. Those that have been over for long are forgotten, as is who asked with an ended one. */
	addToken: (hash: string, name: string, expires: number, now: number): void => {
		sql.exec("DELETE FROM enrolment WHERE expires <= ?", now - rememberedFor);
		endTokens(sql, name, now);
		sql.exec(
			"DELETE FROM pending WHERE hash NOT IN (SELECT hash FROM enrolment WHERE used_at IS NULL AND expires > ?)",
			now - graceMs,
		);
		sql.exec("INSERT INTO enrolment (hash, name, expires) VALUES (?, ?, ?)", hash, name, expires);
	},
	token: (hash: string) =>
		row(sql, TokenRow, "SELECT name, expires, used_at FROM enrolment WHERE hash = ?", hash),
	endTokens: (name: string, at: number) => endTokens(sql, name, at),
	liveToken: (name: string, now: number): boolean =>
		row(
			sql,
			TokenRow,
			"SELECT name, expires, used_at FROM enrolment WHERE name = ? AND used_at IS NULL AND expires > ?",
			name,
			now,
		) !== null,

	/** Those that have been over for long are forgotten. */
	addLink: ({ hash, person, session, identity, mailed }: NewLink, expires: number, now: number): void => {
		sql.exec("DELETE FROM links WHERE expires <= ?", now - rememberedFor);
		sql.exec(
			"INSERT INTO links (hash, person, session, identity, mailed, expires) VALUES (?, ?, ?, ?, ?, ?)",
			...[hash, person, session, identity, mailed, expires],
		);
	},
	link: (hash: string) =>
		row(
			sql,
			LinkRow,
			"SELECT person, session, identity, expires, used_at, mailed FROM links WHERE hash = ?",
			hash,
		),
	renewLink: (hash: string) => sql.exec("UPDATE links SET mailed = 'renewed' WHERE hash = ?", hash),
	spendLink: (hash: string, at: number) => sql.exec("UPDATE links SET used_at = ? WHERE hash = ?", at, hash),

	audit: auditTable(sql),
	amendments: amendmentStore(sql),
	approverKeys: approverKeys(sql),
	deputies: deputies(sql),
	runsADay: runsADay(sql),
	standings: standingStore(sql),
});
export type ClientStore = ReturnType<typeof clientStore>;
