// Where to reach a person: the workspaces of each of their accounts. Pure: the client's snapshot is an argument.
import type { Person } from "../../../protocol/people.ts";
import type { Snapshot } from "../../contracts/values/snapshot.ts";
import { workspaceOfIdentity } from "../../durable/places.ts";

/** The workspaces in which an identity can be reached: its own; of someone of a Slack organisation, each of that
 * organisation's. */
export const homesOf = ({ msp }: Pick<Snapshot, "msp">, identity: string): string[] => {
	const home = workspaceOfIdentity(identity);
	return msp.workspaces
		.filter(({ id, enterprise }) => id === home || (enterprise !== null && `slack:${enterprise}` === home))
		.map(({ id }) => id);
};

/** Each account through which someone can be reached directly, once, and in which workspace. */
export const directly = (
	snapshot: Pick<Snapshot, "msp">,
	{ identities }: Pick<Person, "identities">,
	preferred: string[],
): { identity: string; workspace: string }[] =>
	identities.flatMap((identity) => {
		const homes = homesOf(snapshot, identity);
		const workspace = homes.find((one) => preferred.includes(one)) ?? homes[0];
		return workspace === undefined ? [] : [{ identity, workspace }];
	});
