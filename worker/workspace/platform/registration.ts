// The Teams app of this deployment: its registration, made once for each isolate, and what it calls and reads with.
import type { TeamsApp } from "../../../bots/teams/app.ts";
import { type Call, connector } from "../../../bots/teams/call/connector.ts";
import { type Download, downloader } from "../../../bots/teams/call/download.ts";
import { type TokenSource, tokenSource } from "../../../bots/teams/call/token.ts";
import { botId } from "../../../bots/teams/index.ts";
import { type Env, settings } from "../../env.ts";

type Registered = { app: TeamsApp; tokens: TokenSource };
const registered = new WeakMap<Env, Registered | null>();

/** Null if this deployment has no Teams. */
export const registrationOf = (env: Env): Registered | null => {
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

/** What it takes to post in a tenant and to read attachments there; null: this deployment has no Teams. */
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
