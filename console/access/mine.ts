// For pages that aren't a session's: someone who is signed in, and, for what changes something, a form of ours.
import type { Context, MiddlewareHandler } from "hono";
import type { ConsoleOptions, SignedIn } from "../options.ts";
import { crossSitePage } from "./plain-pages.ts";
import { fromHere } from "./safety.ts";
import { signedOutPage, staleSignInPage } from "./sign-in-pages.ts";

export type Mine = { Variables: { me: SignedIn } };

/** `home`: where someone goes after signing in who sent a form. */
export const mine =
	(options: ConsoleOptions, home: string): MiddlewareHandler<Mine> =>
	async (c, next) => {
		const me = await options.signedIn(c.req.raw);
		const { pathname, search } = new URL(c.req.url);
		const here = c.req.method === "GET" ? `${pathname}${search}` : home;
		if (!me) return c.html(signedOutPage({ providers: options.providers, next: here }), 401);
		if (c.req.method !== "GET" && !fromHere(c)) return c.html(crossSitePage(), 403);
		c.set("me", me);
		return next();
	};

/** The page that asks for a new sign-in, and then leads to `next`. */
export const stale = ({ providers }: ConsoleOptions, c: Context<Mine>, next: string) =>
	c.html(staleSignInPage(c.var.me, { providers, next }), 403);

/** For what a copied cookie must not be enough for. */
export const fresh =
	(options: ConsoleOptions, home: string): MiddlewareHandler<Mine> =>
	async (c, next) =>
		(await options.isFresh(c.req.raw)) ? next() : stale(options, c, home);
