// The Teams bot, made once for each isolate.
import { createTeams, type Teams } from "../../bots/teams/index.ts";
import { backendOf } from "../backend/backend.ts";
import { workspaceFrom } from "../backend/known.ts";
import type { Env } from "../env.ts";
import { logged } from "../log.ts";
import { registrationOf } from "../workspace/platform/registration.ts";

const made = new WeakMap<Env, Teams>();

/** Null if this deployment has no Teams. */
export const teamsOf = (env: Env): Teams | null => {
	const known = made.get(env);
	if (known) return known;
	const registration = registrationOf(env);
	if (!registration) return null;
	const teams = createTeams({
		...registration,
		backend: backendOf(env),
		meet: async (met) => (await workspaceFrom(env, met.workspace)).meet(met),
		identityOf: async (workspace, userId) => (await workspaceFrom(env, workspace)).identityOf(userId),
		came: async (coming) => (await workspaceFrom(env, coming.workspace)).came(coming),
		named: async (named) => (await workspaceFrom(env, named.workspace)).named(named),
		now: Date.now,
		log: logged,
	});
	made.set(env, teams);
	return teams;
};
