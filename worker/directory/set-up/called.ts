// The people whom someone may mean by “for @dana”: by identity, by their name, or by their name in the set-up file.
import type { Jurisdiction } from "../../../protocol/ids.ts";
import type { Setup } from "../../../protocol/setup.ts";
import type { Called, Known } from "../../contracts/directory.ts";

/** Everyone at every client, the MSP's staff left out. */
export const known = (
	{ clients }: Setup,
	idOf: (client: string, jurisdiction: Jurisdiction) => string,
	personOf: (client: string, key: string) => string,
): Known[] =>
	Object.entries(clients).flatMap(([at, client]) => {
		const id = idOf(at, client.jurisdiction);
		return Object.entries(client.people).map(([key, { name, identities }]) => ({
			client: id,
			clientName: client.name,
			person: personOf(id, key),
			name,
			identities,
			key: `${at}/${key}`,
		}));
	});

/** By first name or whole name (`@dana`, `@dana.reyes`), or by the file's key, with or without the client's. */
export const isCalled = ({ name, identities, key }: Known, who: Called): boolean => {
	if ("identity" in who) return identities.includes(who.identity);
	const asked = plain(who.name);
	const [, own = ""] = key.split("/");
	const whole = plain(name);
	return [key, own, whole, whole.split("-")[0]].includes(asked);
};

/** `Dana Reyes`, `dana.reyes` and `DANA-REYES` are the same. */
const plain = (name: string): string =>
	name
		.normalize("NFKD")
		.replace(/\p{M}/gu, "")
		.toLowerCase()
		.replace(/[^\p{L}\p{N}/]+/gu, "-")
		.replace(/^-|-$/g, "");
