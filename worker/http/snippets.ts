// The saved commands, and the clients that they may be for.
import type { SnippetsFound } from "../../console/snippets/view.ts";
import { directoryOf, objectOf } from "../durable/places.ts";
import type { Env } from "../env.ts";

export const snippetsFor = async (env: Env, person: string): Promise<SnippetsFound | null> => {
	const directory = directoryOf(env.DIRECTORY);
	const snippets = await directory.snippets(person);
	if (!snippets) return null;
	const members = await directory.memberships({ person });
	const clients = await Promise.all(
		[...new Set(members.map(({ client }) => client))].map(async (client) => ({
			client,
			name: (await objectOf(env.CLIENT, client).snapshot()).name,
		})),
	);
	return { snippets, clients: clients.sort((a, b) => a.name.localeCompare(b.name, "en")) };
};
