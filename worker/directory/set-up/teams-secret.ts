// Whether Microsoft still gives the deployment's Teams app tokens, which its secret is for: each apply asks.
import { askToken, isWrongSecret } from "../../../bots/teams/call/token.ts";
import { platformIn, platforms } from "../../../protocol/platform.ts";
import type { Setup } from "../../../protocol/setup.ts";
import type { Env } from "../../env.ts";
import { teamsAppOf } from "../../workspace/platform/teams-app.ts";

/** In words. An app that can't post is an error where a file lists its first tenant; later a warning, as it must not hold up other
 * changes. */
export const secretProblems = async (
	env: Env,
	before: Setup,
	setup: Setup,
): Promise<{ errors: string[]; warnings: string[] }> => {
	if (!listsTenant(setup)) return { errors: [], warnings: [] };
	const app = teamsAppOf(env);
	if (app === null)
		return {
			errors: [],
			warnings: [
				"Teams: the Worker has no TEAMS_APP_ID, so nobody there reaches Caisey. Set it with TEAMS_APP_PASSWORD and TEAMS_TENANT",
			],
		};
	// Only the local mode allows an empty one, which needs no token.
	const asked = app.id === "" ? null : await askToken(app, timeout);
	if (asked === null || asked.is === "good") return { errors: [], warnings: [] };
	if (asked.is === "unknown")
		return {
			errors: [],
			warnings: [
				`Teams: Microsoft didn't say whether the app's secret works (${asked.why}). Apply again to check it`,
			],
		};
	const words = refusedBecause(asked.why);
	return listsTenant(before) ? { errors: [], warnings: [words] } : { errors: [words], warnings: [] };
};

/** `why`: Microsoft's word, as `askToken` has it. */
export const refusedBecause = (why: string): string =>
	`Teams: Microsoft doesn't accept the Worker's TEAMS_APP_ID, TEAMS_APP_PASSWORD and TEAMS_TENANT (${why}), so Caisey can't post there. ${isWrongSecret(why) ? "Make a new client secret, and set its value: npx wrangler secret put TEAMS_APP_PASSWORD" : "Check all three"}`;

/** In ms. */
const timeout = 5_000;

const listsTenant = ({ workspaces }: Setup): boolean =>
	Object.keys(workspaces).some((workspace) => !platforms[platformIn(workspace)].ownToken);
