// Who signs in as whom: by what is in force at each client, never by what the set-up file only asks for.
import { accountsWith } from "../../../domain/accounts.ts";
import type { Person } from "../../../protocol/people.ts";
import type { Setup } from "../../../protocol/setup.ts";
import type { Accounts } from "../../contracts/values/set-up.ts";
import type { PeopleStore } from "./people.ts";

/** Everyone who has a role at a client by the set-up. `emails`: by their ids. */
export const peopleAt = (
	store: Pick<PeopleStore, "person" | "personId">,
	id: string,
	people: Setup["staff"],
	staff: Setup["staff"],
): { people: Person[]; emails: Record<string, string> } => {
	const all = [
		...Object.entries(staff).map(([key, one]) => ({ scope: "staff", key, one })),
		...Object.entries(people).map(([key, one]) => ({ scope: id, key, one })),
	];
	return {
		people: all.map(({ scope, key, one }) => store.person(scope, key, one)),
		emails: Object.fromEntries(
			all.flatMap(({ scope, key, one: { email } }) =>
				email === undefined ? [] : [[store.personId(scope, key), email]],
			),
		),
	};
};

/** By the id of a client; none, if the set-up doesn't list it. */
export const listedAt = (
	store: Pick<PeopleStore, "person" | "personId" | "clientId">,
	{ clients, staff }: Setup,
	id: string,
): Accounts[] => {
	const found = Object.entries(clients).find(
		([key, { jurisdiction }]) => store.clientId(key, jurisdiction) === id,
	);
	return found ? accountsAmong(peopleAt(store, id, found[1].people, staff)) : [];
};

export const accountsAmong = ({
	people,
	emails,
}: {
	people: Person[];
	emails: Record<string, string>;
}): Accounts[] =>
	people.map(({ id, name, identities }) => ({ id, name, accounts: accountsWith(identities, emails[id]) }));

/** Of these, whom the file still lists, and from which accounts: a leaver is cut off before their client hears of it. */
export const stillListed = (people: readonly Accounts[], listed: readonly Accounts[]): Accounts[] =>
	people.flatMap((one) => {
		const is = listed.find(({ id }) => id === one.id);
		return is ? [{ ...one, accounts: one.accounts.filter((account) => is.accounts.includes(account)) }] : [];
	});
