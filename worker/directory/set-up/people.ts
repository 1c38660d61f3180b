// The ids behind the set-up file's names, and who has a role at which client.
import { z } from "zod";
import { type Jurisdiction, newId } from "../../../protocol/ids.ts";
import type { Person } from "../../../protocol/people.ts";
import type { Setup } from "../../../protocol/setup.ts";
import type { Member } from "../../contracts/directory.ts";
import type { Accounts } from "../../contracts/values/set-up.ts";
import { row, rows } from "../../durable/sql.ts";

const Scoped = z.object({ scope: z.string(), key: z.string() });
const Id = z.object({ id: z.string() });
const MemberRow = z.object({ client: z.string(), person: z.string(), name: z.string() });
const AccountRow = z.object({ person: z.string(), name: z.string(), identity: z.string().nullable() });

/** Of the person of a row of `members`, whether an account is theirs at every client where they have a role: the staff's may still wait
 * at one of them for its approver. */
export const everywhere = (account: string): string => `NOT EXISTS (
	SELECT 1 FROM members AS there WHERE there.person = members.person AND NOT EXISTS (
		SELECT 1 FROM members AS same WHERE same.person = there.person AND same.client = there.client AND same.identity = ${account}))`;

export const peopleStore = (sql: SqlStorage) => {
	/** The id behind a name of the set-up file: made once, the same for ever. */
	const id = (kind: "client" | "person", scope: string, key: string, jurisdiction: Jurisdiction): string => {
		const query = "SELECT id FROM ids WHERE kind = ? AND scope = ? AND key = ?";
		const known = row(sql, Id, query, kind, scope, key);
		if (known) return known.id;
		const made = newId(kind, jurisdiction);
		sql.exec("INSERT INTO ids (kind, scope, key, id) VALUES (?, ?, ?, ?)", kind, scope, key, made);
		return made;
	};
	return {
		clientId: (key: string, jurisdiction: Jurisdiction): string => id("client", "", key, jurisdiction),
		/** `scope`: the client's id, or `staff`. */
		personId: (scope: string, key: string): string => id("person", scope, key, "none"),
		/** The reverse of `personId`; null: no one's. */
		keyOf: (person: string): { scope: string; key: string } | null =>
			row(sql, Scoped, "SELECT scope, key FROM ids WHERE kind = 'person' AND id = ?", person),
		/** Someone as a client knows them. */
		person: (scope: string, key: string, person: Setup["staff"][string]): Person => ({
			id: id("person", scope, key, "none"),
			name: person.name,
			label: person.label ?? null,
			identities: person.identities,
			roles: person.roles,
			...(person.groups && { groups: person.groups }),
		}),
		/** Only these people have a role at a client, from these accounts. */
		setMembers: (client: string, people: Accounts[]): void => {
			sql.exec("DELETE FROM members WHERE client = ?", client);
			for (const { id, name, accounts } of people)
				for (const identity of accounts.length > 0 ? accounts : [null])
					sql.exec(
						"INSERT INTO members (client, person, identity, name) VALUES (?, ?, ?, ?)",
						client,
						id,
						identity,
						name,
					);
		},
		/** Who has a role at a client. */
		members: (client: string): Accounts[] => {
			const query = "SELECT person, name, identity FROM members WHERE client = ?";
			const all = new Map<string, Accounts>();
			for (const { person: id, name, identity } of rows(sql, AccountRow, query, client)) {
				const { accounts = [] } = all.get(id) ?? {};
				all.set(id, { id, name, accounts: [...accounts, ...(identity === null ? [] : [identity])] });
			}
			return [...all.values()];
		},
		memberships: (by: { identity: string } | { person: string }): Member[] => {
			const [column, value] = "identity" in by ? ["identity", by.identity] : ["person", by.person];
			const query = `SELECT DISTINCT client, person, name FROM members WHERE ${column} = ?`;
			return rows(sql, MemberRow, query, value);
		},
		/** Those as whom this account signs in. */
		behind: (account: string): Member[] =>
			rows(
				sql,
				MemberRow,
				`SELECT DISTINCT client, person, name FROM members WHERE identity = ?1 AND ${everywhere("?1")}`,
				account,
			),
	};
};
export type PeopleStore = ReturnType<typeof peopleStore>;
