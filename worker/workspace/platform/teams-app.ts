// The registration of this deployment's Teams app, as its settings have it.
import type { TeamsApp } from "../../../bots/teams/app.ts";
import { type Env, settings } from "../../env.ts";

/** Null if this deployment has no Teams. */
export const teamsAppOf = (env: Env): TeamsApp | null => {
	const { TEAMS_APP_ID, TEAMS_APP_PASSWORD, TEAMS_TENANT, TEAMS_IDENTITY_URL, MODE } = settings(env);
	if (TEAMS_APP_ID === undefined) return null;
	return {
		id: TEAMS_APP_ID,
		password: TEAMS_APP_PASSWORD ?? "",
		tenant: TEAMS_TENANT ?? "",
		local: MODE === "local",
		identityUrl: TEAMS_IDENTITY_URL,
	};
};
