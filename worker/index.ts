// The Worker: what is reached where.
import { Hono } from "hono";
import { type Env, SettingsError, settings } from "./env.ts";
import { agents } from "./http/agents.ts";
import { httpsOnly } from "./http/https.ts";
import { ownerApi } from "./http/owner.ts";
import { pages } from "./http/pages.ts";
import { providerRoutes } from "./http/signing-in/provider-routes.ts";
import { slackOf } from "./http/slack.ts";
import { slackInstall } from "./http/slack-install.ts";
import { teamsOf } from "./http/teams.ts";
import { logged } from "./log.ts";
import { serving } from "./recording/acks.ts";

export { Client } from "./client/object.ts";
export { Directory } from "./directory/object.ts";
export { Endpoint } from "./endpoint/object.ts";
export { Recording } from "./recording/object.ts";
export { SearchIndex } from "./search/object.ts";
export { Session } from "./session/object.ts";
export { Shares } from "./share/object.ts";
export { Workspace } from "./workspace/object.ts";

const app = new Hono<{ Bindings: Env }>()
	.use(async (c, next) => {
		settings(c.env);
		await next();
	})
	.use(httpsOnly)
	.get("/health", (c) => c.json({ ok: true }))
	.post("/slack/events", (c) =>
		toTheEnd(
			c.executionCtx,
			serving(() => slackOf(c.env).handle(c.req.raw, c.executionCtx)),
		),
	)
	.post("/teams/messages", (c) => {
		const teams = teamsOf(c.env);
		if (!teams) return c.notFound();
		return toTheEnd(
			c.executionCtx,
			serving(() => teams.handle(c.req.raw, c.executionCtx)),
		);
	})
	.route("/", slackInstall)
	.get("/assets/*", (c) => c.env.ASSETS.fetch(c.req.raw))
	.route("/", agents)
	.use(({ req }, next) => serving(next, req.method !== "GET"))
	.route("/", ownerApi)
	.route("/", providerRoutes)
	.route("/", pages);

/** Goes on even if the platform hangs up, which would end everything that no one waits for
 * (developers.cloudflare.com/workers/runtime-apis/context). The answer reports what failed. */
const toTheEnd = (ctx: Pick<ExecutionContext, "waitUntil">, answer: Promise<Response>): Promise<Response> => {
	ctx.waitUntil(answer.catch(() => {}));
	return answer;
};

app.onError((error, c) => {
	if (error instanceof SettingsError) return c.text(error.message, 503);
	return c.text(`Something went wrong on our side. Give your IT provider this code: ${logged(error)}.`, 500);
});

export default app;
