// Where a person belongs: to one client, or to the MSP, whose people have their roles at every client.
import type { Jurisdiction } from "../../../protocol/ids.ts";
import type { Setup } from "../../../protocol/setup.ts";
import type { Belonging } from "../../contracts/directory.ts";

/** `key`: how the set-up file names them, within a client's id or the staff; null: it never did. */
export const belonging = (
	{ staff, clients }: Setup,
	key: { scope: string; key: string } | null,
	idOf: (client: string, jurisdiction: Jurisdiction) => string,
): Belonging => {
	if (key === null) return { client: null, staff: [], roles: [] };
	const { scope, key: name } = key;
	if (scope === "staff") {
		const roles = staff[name]?.roles ?? [];
		return { client: null, staff: roles, roles };
	}
	const client = Object.entries(clients).find(([at, { jurisdiction }]) => idOf(at, jurisdiction) === scope);
	return { client: scope, staff: [], roles: client?.[1].people[name]?.roles ?? [] };
};
