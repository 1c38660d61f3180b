// A client's report: its sessions of some days that someone may read now, each with its plans and runs.
import type { ReportFound, ReportWish } from "../../console/report/wish.ts";
import { sessionsWish } from "../../console/sessions/wish.ts";
import { objectOf } from "../durable/places.ts";
import type { Env } from "../env.ts";
import { type Scope, scopesOf } from "./scopes.ts";
import { sessionsIn } from "./sessions.ts";

/** Whose sessions they may read is found once, for all of its pages. */
export const reportFor = async (
	env: Env,
	me: string,
): Promise<(wish: ReportWish) => Promise<ReportFound>> => {
	const scopes = await scopesOf(env, me);
	return (wish) => pageOf(env, me, scopes, wish);
};

const pageOf = async (env: Env, me: string, scopes: Scope[], wish: ReportWish): Promise<ReportFound> => {
	const { client: of, ...days } = wish;
	const found = await sessionsIn(env, me, scopes, { ...sessionsWish({}), ...days, client: of });
	const clients = found.clients.map(({ client, name }) => ({ client, name }));
	const only = clients.length === 1 ? clients[0] : undefined;
	const client = clients.find((one) => one.client === of) ?? (of === null ? only : undefined) ?? null;
	if (!client) return { clients, client: null, sessions: [], next: null };
	const sessions = await Promise.all(
		found.sessions.map(async ({ session }) => {
			const { header, runs } = await objectOf(env.SESSION, session).moment();
			return { header, runs };
		}),
	);
	return { clients, client, sessions, next: found.next };
};
