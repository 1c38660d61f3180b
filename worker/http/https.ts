// Production speaks https alone, and tells browsers so for two years.
import { createMiddleware } from "hono/factory";
import { type Env, settings } from "../env.ts";

const strict = "max-age=63072000";

export const httpsOnly = createMiddleware<{ Bindings: Env }>(async (c, next) => {
	if (settings(c.env).MODE !== "production") return next();
	const url = new URL(c.req.url);
	if (url.protocol === "http:") {
		url.protocol = "https:";
		// What was sent in the clear isn't acted on: only a page is sought again.
		return c.req.method === "GET" || c.req.method === "HEAD"
			? c.redirect(url.href, 308)
			: c.text("Use https.", 403);
	}
	await next();
	// A socket's answer has to stay the very object that it is.
	if (c.res.status !== 101) c.header("Strict-Transport-Security", strict);
});
