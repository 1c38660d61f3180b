// The Worker: what is reached where.
import { Hono } from "hono";
import { agents } from "./agents.ts";
import { type Env, SettingsError, settings } from "./env.ts";
import { logged } from "./log.ts";
import { ownerApi } from "./owner.ts";
import { pages } from "./pages.ts";
import { slackOf } from "./slack.ts";
import { slackInstall } from "./slack-install.ts";
import { teamsOf } from "./teams.ts";

export { Client } from "./client/object.ts";
export { Directory } from "./directory/object.ts";
export { Endpoint } from "./endpoint/object.ts";
export { Recording } from "./recording/object.ts";
export { Session } from "./session/object.ts";
export { Workspace } from "./workspace/object.ts";

const app = new Hono<{ Bindings: Env }>()
	.use(async (c, next) => {
		settings(c.env);
		await next();
	})
	.get("/health", (c) => c.json({ ok: true }))
	.post("/slack/events", (c) => slackOf(c.env).handle(c.req.raw, c.executionCtx))
	.post("/teams/messages", (c) => teamsOf(c.env)?.handle(c.req.raw, c.executionCtx) ?? c.notFound())
	.route("/", slackInstall)
	.get("/assets/*", (c) => c.env.ASSETS.fetch(c.req.raw))
	.route("/", agents)
	.route("/", ownerApi)
	.route("/", pages);

app.onError((error, c) => {
	if (error instanceof SettingsError) return c.text(error.message, 503);
	return c.text(`Something broke on our side (id ${logged(error)}).`, 500);
});

export default app;
