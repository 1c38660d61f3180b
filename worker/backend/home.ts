// What a person's Home shows: their clients, plans and erasures that wait for them, their requests, the queue and endpoints.
import type { Home, SessionLine } from "../../bots/backend.ts";
import type * as Intent from "../../bots/intent.ts";
import { may, standingOf } from "../../domain/authority.ts";
import type { Person } from "../../protocol/people.ts";
import { type Listed, Queue } from "../contracts/values/listed.ts";
import type { EndpointRow, Snapshot } from "../contracts/values/snapshot.ts";
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
		away: [],
		pending: [],
		endpoints: [],
		erasures: [],
		queue: [],
		queued: { mine: 0, unclaimed: 0, approval: 0, running: 0 },
		requests: [],
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
	if (may("name a deputy", person.roles)) home.away.push(awayOf(snapshot, person));
	// A deputy's turn may be one plan alone.
	if (may("decide", standingOf(snapshot, person, { escalated: true })))
		for (const session of await client.pendingSessions())
			home.pending.push(...pendingFor(env, snapshot, session, person));
	const { requests, queue, queued, recent, erasing } = await client.glance(person.id);
	home.requests.push(...requests.map((session) => line(env, snapshot, session)));
	for (const session of erasing) home.erasures.push(...erasuresFor(env, snapshot, session, person));
	if (!may("oversee", person.roles)) return;
	const all = snapshot.endpoints;
	home.endpoints.push(
		...choices(all, [...all].sort((a, b) => trouble(b) - trouble(a)).slice(0, 20)).map((choice) => ({
			...choice,
			client: snapshot.name,
		})),
	);
	home.queue.push(...queue.map((one) => ({ ...line(env, snapshot, one), queue: one.queue })));
	for (const name of Queue.options) home.queued[name] += queued[name];
	home.sessions.push(...recent.map((session) => line(env, snapshot, session)));
};

/** Those that want someone come first. */
const trouble = ({ quarantined, held, disk }: EndpointRow): number =>
	quarantined ? 2 : held !== null || disk !== "room" ? 1 : 0;

const awayOf = ({ client, name, people, deputies = [] }: Snapshot, { id }: Person): Home["away"][number] => {
	const named = deputies.find(({ person }) => person === id);
	const deputy = people.find((one) => one.id === named?.deputy)?.name ?? null;
	return { id: client, client: name, deputy, until: named?.until ?? null };
};

const pendingFor = (env: Env, snapshot: Snapshot, session: Listed, person: Person): Home["pending"] =>
	session.pending
		.filter(({ proposer, proposerAccount, escalated = false }) =>
			may("decide", standingOf(snapshot, person, { proposer, proposerAccount, escalated })),
		)
		.map(({ plan, changes, endpoints, decideBy }) => ({
			plan,
			session: session.session,
			client: snapshot.name,
			changes,
			endpoints,
			decideBy,
			url: urlOf(env, session.session),
		}));

const erasuresFor = (env: Env, snapshot: Snapshot, session: Listed, person: Person): Home["erasures"] =>
	session.erasures
		.filter(({ eraser, eraserAccount }) =>
			may("answer an erasure", standingOf(snapshot, person, { eraser, eraserAccount })),
		)
		.map(({ by, what, reason, expires }) => ({
			...{ session: session.session, client: snapshot.name, by, what, reason, expires },
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
