// The Teams bot, made once for each isolate, and what posts for it.

import type { TeamsApp } from "../../bots/teams/app.ts";
import { type Call, connector } from "../../bots/teams/connector.ts";
import { type Download, downloader } from "../../bots/teams/download.ts";
import { botId, createTeams, type Teams } from "../../bots/teams/index.ts";
import { type TokenSource, tokenSource } from "../../bots/teams/token.ts";
import { backendOf } from "../backend/backend.ts";
import { workspaceOf } from "../durable/places.ts";
import { type Env, settings } from "../env.ts";
import { logged } from "../log.ts";

type Registered = { app: TeamsApp; tokens: TokenSource };
const registered = new WeakMap<Env, Registered | null>();
const made = new WeakMap<Env, Teams>();

/** Null where this deployment has no Teams. */
export const teamsOf = (env: Env): Teams | null => {
	const known = made.get(env);
	if (known) return known;
	const registration = registrationOf(env);
	if (!registration) return null;
	const teams = createTeams({
		...registration,
		backend: backendOf(env),
		meet: (met) => workspaceOf(env.WORKSPACE, met.workspace).meet(met),
		identityOf: (workspace, userId) => workspaceOf(env.WORKSPACE, workspace).identityOf(userId),
		came: (coming) => workspaceOf(env.WORKSPACE, coming.workspace).came(coming),
		now: Date.now,
		log: logged,
	});
	made.set(env, teams);
	return teams;
};

/** What a tenant's posts are made with, and what hangs on its messages is read with; null where this deployment has no Teams. */
export const teamsCall = (env: Env): { call: Call; download: Download; bot: string } | null => {
	const registration = registrationOf(env);
	return (
		registration && {
			call: connector(registration.app, registration.tokens),
			download: downloader(registration.app, registration.tokens),
			bot: botId(registration.app),
		}
	);
};

const registrationOf = (env: Env): Registered | null => {
	const known = registered.get(env);
	if (known !== undefined) return known;
	const { TEAMS_APP_ID, TEAMS_APP_PASSWORD, TEAMS_TENANT, TEAMS_IDENTITY_URL, MODE } = settings(env);
	const app = TEAMS_APP_ID !== undefined && {
		id: TEAMS_APP_ID,
		password: TEAMS_APP_PASSWORD ?? "",
		tenant: TEAMS_TENANT ?? "",
		local: MODE === "local",
		identityUrl: TEAMS_IDENTITY_URL,
	};
	const registration = app ? { app, tokens: tokenSource(app, Date.now) } : null;
	registered.set(env, registration);
	return registration;
};
