// The Slack bot, made once for each isolate.
import type { Backend } from "../../bots/backend.ts";
import { createSlack } from "../../bots/slack/index.ts";
import { backendOf } from "../backend/backend.ts";
import { workspaceFrom } from "../backend/known.ts";
import { type Env, settings } from "../env.ts";
import { logged } from "../log.ts";

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
		token: ({ team, enterprise, organisation }) =>
			tokenOf(env, `slack:${enterprise ?? team}`, enterprise === null ? organisation : null),
		now: Date.now,
		log: logged,
	});
	made.set(env, slack);
	return slack;
};

/** How long an isolate remembers a workspace's token, in ms: an answer need not wait for what its Workspace is writing. */
const remembered = 30_000;
const tokens = new Map<string, { token: string; organisation: string | null; until: number }>();

/** Another token holds from now on, or none; other isolates ask again within that time. */
export const forget = (workspace: string): void => void tokens.delete(workspace);

/** The Workspace learns which organisation Slack says it belongs to. */
const tokenOf = async (env: Env, workspace: string, organisation: string | null): Promise<string | null> => {
	const known = tokens.get(workspace);
	const news = organisation !== null && organisation !== known?.organisation;
	if (known && !news && Date.now() < known.until) return known.token;
	const told = organisation ?? known?.organisation ?? null;
	const token = await (await workspaceFrom(env, workspace)).token(told);
	if (token !== null) tokens.set(workspace, { token, organisation: told, until: Date.now() + remembered });
	return token;
};

/** Memories of a workspace end when it loses the app. */
const forgetful = (backend: Backend): Backend => ({
	...backend,
	left: async (intent) => {
		await backend.left(intent);
		forget(intent.workspace);
	},
});
