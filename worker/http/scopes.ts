// Where someone may read now: of which clients, and whose sessions there.
import { may, standingOf } from "../../domain/authority.ts";
import type { Snapshot } from "../contracts/values/snapshot.ts";
import { directoryOf, objectOf } from "../durable/places.ts";
import type { Env } from "../env.ts";

/** A client's sessions: everyone's (`only` is null), or those that one person asked for or took part in. */
export type Scope = { client: string; snapshot: Snapshot; only: string | null };

export const scopesOf = async (env: Env, person: string): Promise<Scope[]> => {
	const members = await directoryOf(env.DIRECTORY).memberships({ person });
	const scopes = await Promise.all(
		members.map(async ({ client }): Promise<Scope[]> => {
			const snapshot = await objectOf(env.CLIENT, client).snapshot();
			if (readable(snapshot, person, [])) return [{ client, snapshot, only: null }];
			return readable(snapshot, person, [person]) ? [{ client, snapshot, only: person }] : [];
		}),
	);
	return scopes.flat();
};

/** Whether this person may read what these people asked for or took part in. */
export const readable = (snapshot: Snapshot, person: string, participants: string[]): boolean => {
	const known = snapshot.people.find(({ id }) => id === person) ?? null;
	return may("read", standingOf(snapshot, known, { participants }));
};

/** A session's place in lists: newest first. */
export type At = { openedAt: number; session: string };

export const isNewer = (a: At, b: At): boolean =>
	a.openedAt > b.openedAt || (a.openedAt === b.openedAt && a.session > b.session);

export const newestFirst = (a: At, b: At): number => (isNewer(a, b) ? -1 : 1);

export const atOf = ({ openedAt, session }: At): At => ({ openedAt, session });
