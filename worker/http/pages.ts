// The console's pages, given what they need of this deployment.
import { Hono } from "hono";
import { consoleRoutes } from "../../console/routes.ts";
import { may } from "../../domain/authority.ts";
import { directoryOf, objectOf } from "../durable/places.ts";
import type { Env } from "../env.ts";
import { peek, signedIn, signOut, spend } from "./sign-in.ts";
import { sourceFor } from "./source.ts";

/** Sessions listed of each client. */
const listed = 100;

const made = new WeakMap<Env, ReturnType<typeof consoleRoutes>>();

const consoleOf = (env: Env) => {
	const known = made.get(env);
	if (known) return known;
	const pages = consoleRoutes({
		source: (session, person) => sourceFor(env, session, person),
		signedIn: (request) => signedIn(env, request),
		signOut: (request) => signOut(env, request),
		spend: (token) => spend(env, token),
		peek: (token) => peek(env, token),
		vote: (session, vote) => objectOf(env.SESSION, session).vote({ ...vote, pressed: null }),
		secretForm: (session, asked) => objectOf(env.SESSION, session).secretForm({ ...asked, pressed: null }),
		enterSecrets: (session, entered) =>
			objectOf(env.SESSION, session).enterSecrets({ ...entered, pressed: null }),
		askErasure: (session, asked) => objectOf(env.SESSION, session).askErasure(asked),
		answerErasure: (session, answered) => objectOf(env.SESSION, session).answerErasure(answered),
		sessions: (person) => sessionsOf(env, person),
		quarantined: (person) => quarantinedOf(env, person),
		asset: (name) => env.ASSETS.fetch(new Request(`https://assets/assets/${name}`)),
		now: Date.now,
	});
	made.set(env, pages);
	return pages;
};

const sessionsOf = async (env: Env, person: string) => {
	const members = await directoryOf(env.DIRECTORY).memberships({ person });
	const lists = await Promise.all(
		members.map(async ({ client }) => {
			const stub = objectOf(env.CLIENT, client);
			const { name } = await stub.snapshot();
			return (await stub.sessions(listed)).map(({ session, request, state, outcome, went, openedAt }) => ({
				session,
				client: name,
				request,
				state,
				outcome,
				went,
				openedAt,
			}));
		}),
	);
	return lists.flat().sort((a, b) => b.openedAt - a.openedAt);
};

const quarantinedOf = async (env: Env, person: string) => {
	const members = await directoryOf(env.DIRECTORY).memberships({ person });
	const lists = await Promise.all(
		members.map(async ({ client }) => {
			const { name, people, endpoints } = await objectOf(env.CLIENT, client).snapshot();
			const roles = people.find(({ id }) => id === person)?.roles ?? [];
			return may("see quarantine", roles)
				? endpoints
						.filter(({ quarantined }) => quarantined)
						.map((one) => ({ client: name, endpoint: one.name }))
				: [];
		}),
	);
	return lists.flat();
};

export const pages = new Hono<{ Bindings: Env }>().all("*", (c) => consoleOf(c.env).fetch(c.req.raw));
