// What lets someone in as a person: their chat accounts, and the address at which they get plans by mail. Pure.
import type { Person } from "../protocol/people.ts";

/** An address among the accounts: whoever reads its mail can sign in. */
export const mailAccount = (address: string): string => `mailto:${address}`;

/** A person's accounts, an address among them. */
export const accountsWith = (identities: readonly string[], address: string | undefined): string[] => [
	...identities,
	...(address === undefined ? [] : [mailAccount(address)]),
];

type Known = { people: readonly Person[]; emails?: Readonly<Record<string, string>> | undefined };

/** The accounts of a client's person by their id; none: they aren't there. */
export const accountsOf = ({ people, emails = {} }: Known, id: string): string[] => {
	const person = people.find((one) => one.id === id);
	return person ? accountsWith(person.identities, emails[id]) : [];
};

/** Those who are still there, but lost an account or address: by their ids. Who had it by then may not have been them, so what rests on
 * its word alone falls. */
export const replaced = (before: Known, after: Known): string[] =>
	before.people
		.map(({ id }) => id)
		.filter((id) => {
			const left = accountsOf(after, id);
			const isThere = after.people.some((one) => one.id === id);
			return isThere && accountsOf(before, id).some((account) => !left.includes(account));
		});
