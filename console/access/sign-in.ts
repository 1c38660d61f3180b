// Personal links: opening one changes nothing, since scanners open links; its button signs in, once. And signing out.
import { type Context, Hono } from "hono";
import type { ConsoleOptions } from "../options.ts";
import { crossSitePage, deadLinkPage, signInPage } from "./plain-pages.ts";
import { fromHere } from "./safety.ts";

export const signInRoutes = (options: ConsoleOptions): Hono => {
	const app = new Hono();
	app.get("/:token", async (c) => {
		const link = await options.peek(c.req.param("token"));
		return link.state === "good" ? c.html(signInPage(link)) : c.html(deadLinkPage(link.state), gone);
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

/** POST /sign-out */
export const signOut = (options: ConsoleOptions) => async (c: Context) => {
	if (!fromHere(c)) return c.html(crossSitePage(), 403);
	c.header("Set-Cookie", await options.signOut(c.req.raw));
	return c.redirect("/signed-out", 303);
};

const gone = 410;

/** Never to another site. */
const pathHere = (next: string): string => (/^\/(?![/\\])/.test(next) ? next : "/");
