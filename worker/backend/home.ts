// What somebody's Home shows: their clients, what waits for their decision, endpoints and sessions.
import type { Home, SessionLine } from "../../bots/backend.ts";
import type * as Intent from "../../bots/intent.ts";
import { may, standingOf } from "../../domain/authority.ts";
import type { Person } from "../../protocol/people.ts";
import type { Listed } from "../contracts/values/listed.ts";
import type { Snapshot } from "../contracts/values/snapshot.ts";
import { directoryOf, objectOf } from "../durable/places.ts";
import { type Env, settings } from "../env.ts";
import { choices } from "./endpoints.ts";

export const homeOf = async (
	env: Env,
	{ by, workspace }: { by: Intent.ChatUser; workspace: string },
): Promise<Home> => {
	const directory = directoryOf(env.DIRECTORY);
	const listed = await directory.lists(workspace);
	const members = listed ? await directory.memberships({ identity: by.identity }) : [];
	const home: Home = {
		name: members[0]?.name ?? by.name,
		listed,
		clients: [],
		pending: [],
		endpoints: [],
		sessions: [],
	};
	for (const { client, person } of members) await addClient(env, home, client, person);
	return home;
};

const addClient = async (env: Env, home: Home, id: string, personId: string): Promise<void> => {
	const client = objectOf(env.CLIENT, id);
	const snapshot = await client.snapshot();
	const person = snapshot.people.find((one) => one.id === personId);
	if (!person) return;
	home.clients.push({ name: snapshot.name, roles: person.roles });
	if (may("decide", person.roles))
		for (const session of await client.pendingSessions())
			home.pending.push(...pendingFor(env, snapshot, session, person));
	if (!may("oversee", person.roles)) return;
	const all = snapshot.endpoints;
	home.endpoints.push(
		...choices(all, [...all].sort((a, b) => Number(b.quarantined) - Number(a.quarantined)).slice(0, 20)).map(
			(choice) => ({
				...choice,
				client: snapshot.name,
			}),
		),
	);
	home.sessions.push(...(await client.sessions(10)).map((session) => line(env, snapshot, session)));
};

const pendingFor = (env: Env, snapshot: Snapshot, session: Listed, person: Person): Home["pending"] =>
	session.pending
		.filter(({ proposer }) => may("decide", standingOf(snapshot, person, { proposer })))
		.map(({ plan, changes, endpoints, decideBy }) => ({
			plan,
			session: session.session,
			client: snapshot.name,
			changes,
			endpoints,
			decideBy,
			url: urlOf(env, session.session),
		}));

const line = (env: Env, snapshot: Snapshot, session: Listed): SessionLine => ({
	session: session.session,
	client: snapshot.name,
	request: session.request,
	state: session.state,
	went: session.went,
	openedAt: session.openedAt,
	ticket: session.ticket,
	takenBy: session.takenBy,
	url: urlOf(env, session.session),
});

const urlOf = (env: Env, session: string): string => `${settings(env).PUBLIC_URL}/s/${session}`;
