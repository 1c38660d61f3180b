// Standing approvals: each with what it is for, who gave it, its runs, and the way to end it at once.
import { type Context, Hono } from "hono";
import { z } from "zod";
import { ClientId, StandingId } from "../../protocol/ids.ts";
import { refusalNote } from "../../words/refusals.ts";
import { type Mine, mine, stale } from "../access/mine.ts";
import { notDecidedPage, notFoundPage } from "../access/plain-pages.ts";
import type { ConsoleOptions } from "../options.ts";
import { standingPage } from "./page.ts";

const At = z.object({ client: ClientId, standing: StandingId });

/** Mounted at /standing: for someone who is signed in. Who may do what is judged at the client, each time. */
export const standingRoutes = (options: ConsoleOptions): Hono<Mine> => {
	const app = new Hono<Mine>();
	app.use(mine(options, "/standing"));
	app.get("/", async (c) => {
		const views = await options.standings.of(c.var.me.person);
		return views.length > 0
			? c.html(standingPage(c.var.me, views, options.now()))
			: c.html(notFoundPage("Approvers see this page, and technicians and owners."), 404);
	});
	app.post("/:client/:standing/:step{join|revoke}", async (c) => {
		const at = At.safeParse(c.req.param());
		if (!at.success) return unreadable(c);
		const { client, standing } = at.data;
		const step = c.req.param("step") === "join" ? "join" : "revoke";
		// It decides on plans to come, as giving one does. Revoking one must always be quick.
		if (step === "join" && !(await options.isFresh(c.req.raw))) return stale(options, c, "/standing");
		const answer = await options.standings.change(c.var.me, client, { step, standing });
		return answer.ok
			? c.redirect(`/standing#${standing}`, 303)
			: c.html(notDecidedPage(c.var.me, refusalNote(answer.refusal)), 409);
	});
	return app;
};

const unreadable = (c: Context<Mine>) =>
	c.html(notDecidedPage(c.var.me, "Caisey couldn't read the form"), 400);
