// Whose account is whose: what the owner has to confirm before it decides in an approver's name.
import { z } from "zod";
import { accountsWith } from "../../../domain/accounts.ts";
import { may } from "../../../domain/authority.ts";
import type { Setup, Vouch } from "../../../protocol/setup.ts";
import { rows } from "../../durable/sql.ts";

/** Every account that a person has or had in the set-up, for ever. `settled`: it now approves in that person's name.
 * `person`: as the file names them, `ada` of the staff or `acme-dental/ada`. */
export const accountTable = `CREATE TABLE accounts (
	person TEXT NOT NULL, identity TEXT NOT NULL, settled INTEGER NOT NULL, PRIMARY KEY (person, identity)
) STRICT;`;

const Account = z.object({
	person: z.string(),
	identity: z.string(),
	settled: z.number().transform(Boolean),
});
export type Account = z.infer<typeof Account>;

type Somebody = { person: string; name: string; identities: string[]; approves: boolean };

const everybody = ({ staff, clients }: Setup): Somebody[] =>
	[
		...Object.entries(staff).map(([key, person]) => ({ key, ...person })),
		...Object.entries(clients).flatMap(([client, { people }]) =>
			Object.entries(people).map(([key, person]) => ({ key: `${client}/${key}`, ...person })),
		),
	].map(({ key, name, identities, email, roles }) => ({
		person: key,
		name,
		identities: accountsWith(identities, email),
		approves: may("decide", roles),
	}));

/** As a set-up has them, all of which the owner has agreed to. */
export const accountsOf = (setup: Setup): Account[] =>
	everybody(setup).flatMap(({ person, identities, approves }) =>
		identities.map((identity) => ({ person, identity, settled: approves })),
	);

/** An approver's accounts that aren't settled: each beyond the first that they ever had, or that belonged to someone else. */
export const vouching = (known: Account[], after: Setup): Vouch[] =>
	everybody(after)
		.filter(({ approves }) => approves)
		.flatMap(({ person, name, identities }) => {
			const own = known.filter((one) => one.person === person);
			return identities.flatMap((identity) => {
				if (own.some((one) => one.settled && one.identity === identity)) return [];
				const others = [...own.map((one) => one.identity), ...identities].filter((one) => one !== identity);
				const before = known.filter((one) => one.identity === identity && one.person !== person);
				if (others.length === 0 && before.length === 0) return [];
				const was = [...new Set(before.map((one) => one.person))].join(", ");
				const what = `${identity} is ${name} (${person}), who can approve`;
				return [
					{ vouch: `${person}=${identity}`, what: was === "" ? what : `${what}; it is or was ${was}'s` },
				];
			});
		});

export const accountStore = (sql: SqlStorage) => ({
	/** `before`: the set-up in use, whose accounts are known if none were kept yet. */
	known: (before: Setup): Account[] => {
		const stored = rows(sql, Account, "SELECT person, identity, settled FROM accounts");
		return stored.length > 0 ? stored : accountsOf(before);
	},
	/** Inside a transaction: what a set-up says now; accounts that it no longer lists stay known, but aren't settled. */
	keep: (known: Account[], after: Setup): void => {
		sql.exec("DELETE FROM accounts");
		const all = [...known.map((one) => ({ ...one, settled: false })), ...accountsOf(after)];
		for (const { person, identity, settled } of all)
			sql.exec(
				`INSERT INTO accounts (person, identity, settled) VALUES (?, ?, ?)
				ON CONFLICT DO UPDATE SET settled = max(settled, excluded.settled)`,
				person,
				identity,
				settled ? 1 : 0,
			);
	},
});
export type AccountStore = ReturnType<typeof accountStore>;
