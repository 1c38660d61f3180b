// “Your sign-ins”: browsers and passkeys of the person who looks; and the two steps in which a browser uses or adds a passkey.
import { type Context, Hono } from "hono";
import { z } from "zod";
import type { ConsoleOptions } from "../options.ts";
import { fresh, type Mine, mine, stale } from "./mine.ts";
import { fromHere, pathHere } from "./safety.ts";
import { signInsPage } from "./sign-ins-page.ts";

/** What the page's script sends back. */
const Answered = z.object({ state: z.string().max(2_000), answer: z.unknown() });
const Name = z.string().trim().min(1).max(80);

/** Mounted at /sign-ins: for someone who is signed in, about themselves alone. */
export const signInsRoutes = (options: ConsoleOptions): Hono<Mine> => {
	const app = new Hono<Mine>();
	app.use(mine(options, "/sign-ins"));
	app.get("/", async (c) =>
		c.html(
			signInsPage(c.var.me, await options.signIns(c.req.raw, c.var.me), options.providers, options.now()),
		),
	);
	app.post("/end", async (c) => {
		const passkeys = (await c.req.parseBody()).passkeys === "remove";
		if (passkeys && !(await options.isFresh(c.req.raw))) return stale(options, c, "/sign-ins");
		await options.endSignIn(c.var.me, { passkeys });
		return c.redirect("/signed-out", 303);
	});
	app.post("/:id{[0-9a-f]{64}}/end", async (c) => {
		await options.endSignIn(c.var.me, { id: c.req.param("id") });
		return c.redirect("/sign-ins", 303);
	});
	app.post("/passkeys/options", async (c) => {
		const asked = await options.passkeys.askToAdd(c.req.raw, c.var.me);
		if (!asked.ok) return c.json({ error: asked.why }, 403);
		c.header("Set-Cookie", asked.cookie);
		return c.json(asked.body);
	});
	app.post("/passkeys", async (c) => {
		const answered = Answered.safeParse(await c.req.json().catch(() => null));
		if (!answered.success) return c.json({ error: "refused" }, 400);
		const added = await options.passkeys.add(c.req.raw, c.var.me, answered.data);
		return added.ok ? c.json({}) : c.json({ error: added.why }, 400);
	});
	app.post("/passkeys/:id{[\\w-]+}/name", async (c) => {
		const name = Name.safeParse((await c.req.parseBody()).name);
		if (name.success) await options.passkeys.rename(c.var.me, c.req.param("id"), name.data);
		return c.redirect("/sign-ins", 303);
	});
	// It also ends its approvals, on each endpoint and for good.
	app.post("/passkeys/:id{[\\w-]+}/remove", fresh(options, "/sign-ins"), async (c) => {
		await options.passkeys.remove(c.var.me, c.req.param("id"));
		return c.redirect("/sign-ins", 303);
	});
	return app;
};

/** POST /sign-in/with/passkey/options */
export const askForPasskey = (options: ConsoleOptions) => async (c: Context) => {
	if (!fromHere(c)) return c.json({ error: "strange" }, 403);
	const { cookie, body } = await options.passkeys.ask(c.req.raw);
	c.header("Set-Cookie", cookie);
	return c.json(body);
};

/** POST /sign-in/with/passkey. The script goes where `next` says. */
export const signInWithPasskey = (options: ConsoleOptions) => async (c: Context) => {
	if (!fromHere(c)) return c.json({ error: "strange" }, 403);
	const answered = Answered.extend({ next: z.string().max(10_000) }).safeParse(
		await c.req.json().catch(() => null),
	);
	if (!answered.success) return c.json({ error: "refused" }, 400);
	const { next, ...given } = answered.data;
	const done = await options.passkeys.signIn(c.req.raw, given);
	if (!done.ok) return c.json({ error: done.why }, 403);
	c.header("Set-Cookie", done.cookie);
	return c.json({ next: pathHere(next) });
};
