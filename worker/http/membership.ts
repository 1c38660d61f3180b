// The clients where someone has a role, for pages that show each of them.
import type { SignedIn } from "../contracts/values/caller.ts";
import { directoryOf } from "../durable/places.ts";
import type { Env } from "../env.ts";

const clientsOf = async (env: Env, person: string): Promise<Set<string>> =>
	new Set((await directoryOf(env.DIRECTORY).memberships({ person })).map(({ client }) => client));

/** To be asked before a step at a client: anyone's id of one could be in an address. */
export const isMember = async (env: Env, { person }: SignedIn, client: string): Promise<boolean> =>
	(await clientsOf(env, person)).has(client);

/** What each of them shows this person, by name. `view`: null where it shows them nothing. */
export const viewsOf = async <View extends { name: string }>(
	env: Env,
	person: string,
	view: (client: string) => Promise<View | null>,
): Promise<View[]> => {
	const views = await Promise.all([...(await clientsOf(env, person))].map(view));
	return views.filter((one) => one !== null).toSorted((a, b) => a.name.localeCompare(b.name));
};
