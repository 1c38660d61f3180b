// Rebuilds a client's search, session by session: wherever it is interrupted, the others are found as before.
import { objectOf } from "../durable/places.ts";
import type { Env } from "../env.ts";
import { indexOf, monthOf } from "../search/places.ts";
import { type At, atOf } from "./scopes.ts";

/** Sessions of one call. */
const limit = 50;

/** Of the sessions after one; null: of all, from the beginning. */
export const reindex = async (
	env: Env,
	client: string,
	after: At | null,
): Promise<{ sessions: number; next: At | null }> => {
	const list = objectOf(env.CLIENT, client);
	const { sessions, more } = await list.findSessions({ ...all, before: after, limit });
	await Promise.all(
		sessions.map(async ({ session, openedAt }) => {
			const told = await objectOf(env.SESSION, session).indexed();
			await indexOf(env, client, monthOf(openedAt)).told({ ...told, again: true });
		}),
	);
	const last = sessions.at(-1);
	return { sessions: sessions.length, next: more && last ? atOf(last) : null };
};

const all = {
	...({ tab: "all", me: "", only: null, endpoint: null, person: null, state: null, outcome: null } as const),
	...{ ticket: null, from: null, to: null },
};
