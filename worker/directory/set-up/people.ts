// The ids behind the set-up file's names, and who has a role at which client.
import { z } from "zod";
import { accountsWith } from "../../../domain/accounts.ts";
import { type Jurisdiction, newId } from "../../../protocol/ids.ts";
import type { Person } from "../../../protocol/people.ts";
import type { Setup } from "../../../protocol/setup.ts";
import type { Member } from "../../contracts/directory.ts";
import { row, rows } from "../../durable/sql.ts";

const Scoped = z.object({ scope: z.string(), key: z.string() });
const Id = z.object({ id: z.string() });
const MemberRow = z.object({ client: z.string(), person: z.string(), name: z.string() });

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
		/** Only these people have a role at a client. `emails`: by their ids. */
		setMembers: (client: string, people: Person[], emails: Record<string, string>): void => {
			sql.exec("DELETE FROM members WHERE client = ?", client);
			for (const { id, name, identities } of people) {
				const accounts = accountsWith(identities, emails[id]);
				for (const identity of accounts.length > 0 ? accounts : [null])
					sql.exec(
						"INSERT INTO members (client, person, identity, name) VALUES (?, ?, ?, ?)",
						client,
						id,
						identity,
						name,
					);
			}
		},
		memberships: (by: { identity: string } | { person: string }): Member[] => {
			const [column, value] = "identity" in by ? ["identity", by.identity] : ["person", by.person];
			const query = `SELECT DISTINCT client, person, name FROM members WHERE ${column} = ?`;
			return rows(sql, MemberRow, query, value);
		},
	};
};
export type PeopleStore = ReturnType<typeof peopleStore>;
