// The list of sessions that someone may see now, over all of their clients.
import type { SessionsFound, SessionsWish } from "../../console/sessions/wish.ts";
import { objectOf } from "../durable/places.ts";
import type { Env } from "../env.ts";
import { atOf, newestFirst, readable, type Scope, scopesOf } from "./scopes.ts";

/** Of one page. */
const limit = 50;

export const sessionsFor = async (env: Env, me: string, wish: SessionsWish): Promise<SessionsFound> =>
	sessionsIn(env, me, await scopesOf(env, me), wish);

/** `scopes`: where they may read. */
export const sessionsIn = async (
	env: Env,
	me: string,
	scopes: Scope[],
	wish: SessionsWish,
): Promise<SessionsFound> => {
	const { client: of, ...narrowed } = wish;
	const lists = await Promise.all(
		scopes
			.filter(({ client }) => of === null || client === of)
			.map(async ({ client, snapshot, only }) => {
				const found = await objectOf(env.CLIENT, client).findSessions({ ...narrowed, me, only, limit });
				const sessions = found.sessions.filter(({ people }) => readable(snapshot, me, people ?? []));
				return { ...found, sessions: sessions.map((one) => ({ ...one, client: snapshot.name })) };
			}),
	);
	const all = lists.flatMap(({ sessions }) => sessions).sort(newestFirst);
	const shown = all.slice(0, limit);
	const last = shown.at(-1);
	const sum = (tab: SessionsWish["tab"]) => lists.reduce((total, { counts }) => total + counts[tab], 0);
	return {
		clients: scopes.map(known),
		sessions: shown.map(
			({
				session,
				client,
				request,
				requester,
				takenBy,
				ticket,
				state,
				outcome,
				went,
				openedAt,
				erasures,
			}) => ({
				...{ session, client, request, requester, takenBy, ticket, state, outcome, went, openedAt },
				erasing: erasures.length > 0,
			}),
		),
		counts: {
			all: sum("all"),
			mine: sum("mine"),
			unclaimed: sum("unclaimed"),
			approval: sum("approval"),
			running: sum("running"),
		},
		next: last && (all.length > limit || lists.some(({ more }) => more)) ? atOf(last) : null,
	};
};

/** Of colleagues, someone who sees their own sessions alone gets no list. */
const known = ({ client, snapshot, only }: Scope): SessionsFound["clients"][number] => ({
	client,
	name: snapshot.name,
	endpoints: snapshot.endpoints.map(({ name }) => name),
	people: only === null ? snapshot.people.map(({ id, name }) => ({ person: id, name })) : [],
});
