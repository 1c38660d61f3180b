// Who loses an account or an address, or leaves, by a set-up: their passkeys, and the sign-ins that rest on no account, go with it.
import { accountsWith } from "../../../domain/accounts.ts";
import type { Jurisdiction } from "../../../protocol/ids.ts";
import type { Setup } from "../../../protocol/setup.ts";
import type { Core } from "../core.ts";
import type { Change } from "./consequences.ts";

type Client = { key: string; jurisdiction: Jurisdiction };
type People = Setup["staff"];
/** `client`: null for the MSP's staff. `key`: as the file has them there. */
type Deprived = { client: Client | null; key: string; name: string };

export const deprived = (before: Setup, after: Setup): Deprived[] => [
	...losers(before.staff, after.staff, null),
	...Object.entries(before.clients).flatMap(([key, { people, jurisdiction }]) =>
		losers(people, after.clients[key]?.people ?? {}, { key, jurisdiction }),
	),
];

const losers = (before: People, after: People, client: Client | null): Deprived[] =>
	Object.entries(before)
		.filter(([key, one]) => {
			const left = after[key] && accountsOf(after[key]);
			return !left || accountsOf(one).some((account) => !left.includes(account));
		})
		.map(([key, { name }]) => ({ client, key, name }));

const accountsOf = ({ identities, email }: People[string]): string[] => accountsWith(identities, email);

/** Inside a transaction. */
export const dropPasskeys = (core: Core, { before, setup, by }: Change): void => {
	for (const { client, key, name } of deprived(before, setup)) {
		const scope = client ? core.people.clientId(client.key, client.jurisdiction) : "staff";
		const person = core.people.personId(scope, key);
		core.signIns.endWithoutAccount(person);
		const dropped = core.passkeys.removeAll(person);
		const detail = `${name}: ${dropped}; they left the file, or an account or address of theirs did`;
		if (dropped > 0)
			core.log.keep({ kind: "changed", who: by.name, what: "removed passkeys", detail, person });
	}
};
