// The Slack bot, made once for each isolate.
import type { Backend } from "../bots/backend.ts";
import { createSlack } from "../bots/slack/index.ts";
import { backendOf } from "./backend.ts";
import { type Env, settings } from "./env.ts";
import { logged } from "./log.ts";
import { workspaceOf } from "./places.ts";

type Slack = ReturnType<typeof createSlack>;
const made = new WeakMap<Env, Slack>();

export const slackOf = (env: Env): Slack => {
	const known = made.get(env);
	if (known) return known;
	const { SLACK_SIGNING_SECRET, SLACK_API_URL } = settings(env);
	const slack = createSlack({
		backend: forgetful(backendOf(env)),
		signingSecret: SLACK_SIGNING_SECRET,
		apiUrl: SLACK_API_URL,
		token: ({ team, enterprise, orgWide }) => {
			const organisation = enterprise === null ? null : `slack:${enterprise}`;
			return orgWide && organisation
				? tokenOf(env, organisation, null)
				: tokenOf(env, `slack:${team}`, organisation);
		},
		now: Date.now,
		log: logged,
	});
	made.set(env, slack);
	return slack;
};

/** How long an isolate remembers a workspace's token, in ms: an answer need not wait for what its Workspace is writing. */
const remembered = 30_000;
const tokens = new Map<string, { token: string; until: number }>();

/** Another token holds from now on, or none; other isolates ask again within that time. */
export const forget = (workspace: string): void => void tokens.delete(workspace);

const tokenOf = async (env: Env, workspace: string, enterprise: string | null): Promise<string | null> => {
	const known = tokens.get(workspace);
	if (known && Date.now() < known.until) return known.token;
	const token = await workspaceOf(env.WORKSPACE, workspace).tokenFor(enterprise);
	if (token !== null) tokens.set(workspace, { token, until: Date.now() + remembered });
	return token;
};

/** What is remembered of a workspace ends with the app there. */
const forgetful = (backend: Backend): Backend => ({
	...backend,
	left: async (intent) => {
		await backend.left(intent);
		forget(intent.workspace);
	},
});
