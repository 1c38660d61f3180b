// Personal links: opening one changes nothing, since scanners open links; its button signs in, once.
import { Hono } from "hono";
import type { ConsoleOptions } from "./options.ts";
import { crossSitePage, deadLinkPage, signInPage } from "./page/plain-pages.ts";
import { fromHere } from "./safety.ts";

export const signInRoutes = (options: ConsoleOptions): Hono => {
	const app = new Hono();
	app.get("/:token", async (c) => {
		const worth = await options.peek(c.req.param("token"));
		return worth === "good" ? c.html(signInPage()) : c.html(deadLinkPage(worth), gone);
	});
	app.post("/:token", async (c) => {
		if (!fromHere(c)) return c.html(crossSitePage(), 403);
		const spent = await options.spend(c.req.param("token"));
		if (!spent.ok) return c.html(deadLinkPage(spent.why), gone);
		c.header("Set-Cookie", spent.cookie);
		return c.redirect(pathHere(spent.next), 303);
	});
	return app;
};

const gone = 410;

/** Never to another site. */
const pathHere = (next: string): string => (/^\/(?![/\\])/.test(next) ? next : "/");
