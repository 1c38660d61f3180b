// The Teams app of this deployment: its registration, made once for each isolate, and what it calls and reads with.
import type { TeamsApp } from "../../../bots/teams/app.ts";
import { type Call, connector } from "../../../bots/teams/call/connector.ts";
import { type Download, downloader } from "../../../bots/teams/call/download.ts";
import { type TokenSource, tokenSource } from "../../../bots/teams/call/token.ts";
import { botId } from "../../../bots/teams/index.ts";
import type { Env } from "../../env.ts";
import { teamsAppOf } from "./teams-app.ts";

type Registered = { app: TeamsApp; tokens: TokenSource };
const registered = new WeakMap<Env, Registered | null>();

/** Null if this deployment has no Teams. */
export const registrationOf = (env: Env): Registered | null => {
	const known = registered.get(env);
	if (known !== undefined) return known;
	const app = teamsAppOf(env);
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
