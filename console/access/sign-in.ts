// Personal links: opening one changes nothing, since scanners open links; its button signs in, once. And signing out.
import { type Context, Hono } from "hono";
import type { ConsoleOptions } from "../options.ts";
import { crossSitePage, personalLinkPage } from "./plain-pages.ts";
import { fromHere, pathHere } from "./safety.ts";
import { deadLinkPage, mailedAgainPage, signedOutPage } from "./sign-in-pages.ts";

export const signInRoutes = (options: ConsoleOptions): Hono => {
	const app = new Hono();
	const dead = (c: Context, why: Parameters<typeof deadLinkPage>[0], renews?: string) =>
		c.html(deadLinkPage(why, { providers: options.providers, next: "/" }, renews), gone);
	app.get("/", async (c) => {
		const next = pathHere(c.req.query("next") ?? "/");
		if (await options.signedIn(c.req.raw)) return c.redirect(next, 303);
		return c.html(signedOutPage({ providers: options.providers, next }));
	});
	app.get("/:token", async (c) => {
		const token = c.req.param("token");
		const me = await options.signedIn(c.req.raw);
		const own = me && (await options.ownLink(token, me.person));
		if (own) return c.redirect(`/s/${own}`, 303);
		const link = await options.peek(token);
		if (link.state === "good") return c.html(personalLinkPage(link));
		return dead(c, link.state, link.renews && token);
	});
	app.post("/:token/again", async (c) => {
		if (!fromHere(c)) return c.html(crossSitePage(), 403);
		await options.mailAgain(c.req.param("token"));
		return c.html(mailedAgainPage({ providers: options.providers, next: "/" }));
	});
	app.post("/:token", async (c) => {
		if (!fromHere(c)) return c.html(crossSitePage(), 403);
		const spent = await options.spend(c.req.raw, c.req.param("token"));
		if (!spent.ok) return dead(c, spent.why);
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
