// What the set-up file says of the clients that someone may see, and the file itself, for the pages that show them.
import { stringify } from "yaml";
import type { ClientShown, SetUpPerson } from "../../console/clients/view.ts";
import { may } from "../../domain/authority.ts";
import type { Setup } from "../../protocol/setup.ts";
import { channelWithId } from "../../words/places.ts";
import { conversationOf, directoryOf, workspaceOf, workspaceOfIdentity } from "../durable/places.ts";
import type { Env } from "../env.ts";
import { seenBy } from "./machines.ts";

export const listFor = async (env: Env, person: string): Promise<ClientShown[]> => {
	const clients = await Promise.all((await seenBy(env, person)).map((one) => shown(env, person, one)));
	return clients.filter((one) => one !== null);
};

export const oneFor = async (env: Env, person: string, client: string): Promise<ClientShown | null> => {
	const [seen] = await seenBy(env, person, client);
	return seen ? shown(env, person, seen) : null;
};

type Seen = Awaited<ReturnType<typeof seenBy>>[number];

const shown = async (env: Env, person: string, { client, may: does }: Seen): Promise<ClientShown | null> => {
	const found = await directoryOf(env.DIRECTORY).setUpOf(client);
	if (!found) return null;
	const { key, setup, staff } = found;
	const names = await channelNames(env, setup.channels);
	return {
		...{ id: client, key, name: setup.name, jurisdiction: setup.jurisdiction, policy: setup.policy },
		people: peopleIn(setup.people),
		staff: peopleIn(staff),
		channels: setup.channels.map((id) => ({
			id,
			shown: channelWithId({ called: names.get(id) ?? null, workspace: workspaceOfIdentity(id) }, id),
		})),
		machines: Object.entries(setup.endpoints).map(([name, { description }]) => ({ name, description })),
		differs: found.differs,
		may: { change: does.change, export: await mayExport(env, person) },
	};
};

const peopleIn = (people: Setup["staff"]): SetUpPerson[] =>
	Object.entries(people).map(([key, { name, label, identities, email, roles, groups = [] }]) => ({
		...{ key, name, label: label ?? null, identities, email: email ?? null, roles, groups },
	}));

/** As far as the workspaces know them. */
const channelNames = async (env: Env, channels: string[]): Promise<Map<string, string>> => {
	const all = [...Map.groupBy(channels, workspaceOfIdentity)].map(async ([workspace, ids]) => {
		const names = await workspaceOf(env.WORKSPACE, workspace).namesOf(ids.map(conversationOf));
		return Object.entries(names).map(([channel, name]) => [`${workspace}:${channel}`, name] as const);
	});
	return new Map((await Promise.all(all)).flat());
};

const mayExport = async (env: Env, person: string): Promise<boolean> =>
	may("export the set-up", (await directoryOf(env.DIRECTORY).belonging(person)).staff);

export const fileFor = async (env: Env, person: string): Promise<string | null> =>
	(await mayExport(env, person)) ? setUpText(await directoryOf(env.DIRECTORY).wholeSetUp()) : null;

/** As `apply` reads it. */
export const setUpText = (setup: Setup): string => stringify(setup, { lineWidth: 0 });
