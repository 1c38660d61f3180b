// Installing in Slack by its OAuth: a page with a button, and where Slack sends the browser back to.
import { type Context, Hono } from "hono";
import { agreeUrl, exchange } from "../../bots/slack/install/install.ts";
import {
	installedPage,
	installPage,
	notHerePage,
	notInstalledPage,
	type Why,
} from "../../console/access/install-pages.ts";
import { safe } from "../../console/access/safety.ts";
import { directoryOf, workspaceOf } from "../durable/places.ts";
import { type Env, settings } from "../env.ts";
import { browserOf, newState, spendState } from "./browser-state.ts";
import { forget } from "./slack.ts";

type At = Context<{ Bindings: Env }>;

export const slackInstall = new Hono<{ Bindings: Env }>()
	.use("/slack/install", safe)
	.use("/slack/oauth/*", safe)
	.get("/slack/install", async (c) => {
		const app = appOf(c.env);
		if (!app) return c.html(notHerePage());
		const { browser, cookie } = browserOf(c.env, c.req.raw);
		c.header("Set-Cookie", cookie);
		return c.html(installPage(agreeUrl(app, await newState(c.env, "install", browser))));
	})
	.get("/slack/oauth/callback", async (c) => {
		const app = appOf(c.env);
		if (!app) return c.html(notHerePage(), 404);
		const spent = await spendState(c.env, c.req.raw, "install", c.req.query("state") ?? "");
		if (!spent.ok) return no(c, spent.why, 400);
		const code = c.req.query("code");
		if (!code) return no(c, c.req.query("error") === "access_denied" ? "denied" : "refused", 400);
		const exchanged = await exchange(app, code);
		if (!exchanged.ok) {
			await directoryOf(c.env.DIRECTORY).auditDaily({
				kind: "refused",
				who: "someone in a browser",
				what: "not installed",
				detail: exchanged.error.slice(0, 500),
			});
			return no(c, exchanged.why, exchanged.why === "unanswered" ? 502 : 400, exchanged.error);
		}
		const { installed } = exchanged;
		const bound = await workspaceOf(c.env.WORKSPACE, installed.workspace).installed(installed);
		forget(installed.workspace);
		return c.html(installedPage(installed.name, installed.workspace, bound > 0));
	});

const no = (c: At, why: Why, status: 400 | 502, detail = "") => c.html(notInstalledPage(why, detail), status);

/** Null if this deployment has no client id: then workspaces come with their token through the set-up file. */
const appOf = (env: Env) => {
	const { SLACK_CLIENT_ID, SLACK_CLIENT_SECRET, SLACK_API_URL, PUBLIC_URL } = settings(env);
	if (SLACK_CLIENT_ID === undefined || SLACK_CLIENT_SECRET === undefined) return null;
	return {
		clientId: SLACK_CLIENT_ID,
		clientSecret: SLACK_CLIENT_SECRET,
		apiUrl: SLACK_API_URL,
		redirectUrl: `${PUBLIC_URL}/slack/oauth/callback`,
	};
};
