// The Slack bot, made once for each isolate.
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
		backend: backendOf(env),
		signingSecret: SLACK_SIGNING_SECRET,
		apiUrl: SLACK_API_URL,
		token: ({ team, enterprise }) => workspaceOf(env.WORKSPACE, `slack:${enterprise ?? team}`).token(),
		now: Date.now,
		log: logged,
	});
	made.set(env, slack);
	return slack;
};
