// Cancelling a plan on the page, as in chat.
import type { Context } from "hono";
import { z } from "zod";
import { PlanId, SessionId } from "../../protocol/ids.ts";
import { refusalNote } from "../../words/refusals.ts";
import { crossSitePage, notCancelledPage } from "../access/plain-pages.ts";
import type { Reading } from "../access/reading.ts";
import { fromHere } from "../access/safety.ts";
import type { ConsoleOptions } from "../options.ts";

const About = z.object({ session: SessionId, plan: PlanId });

/** POST /s/:session/plans/:plan/cancel: then back to the plan. */
export const cancel = (options: ConsoleOptions) => async (c: Context<Reading>) => {
	if (!fromHere(c)) return c.html(crossSitePage(), 403);
	const { me } = c.var;
	const about = About.safeParse(c.req.param());
	if (!about.success) return c.html(notCancelledPage(me, "Caisey couldn't read the address"), 400);
	const { session, plan } = about.data;
	const answer = await options.cancel(session, { by: me, plan });
	if (!answer.ok) return c.html(notCancelledPage(me, refusalNote(answer.refusal)), 409);
	return c.redirect(`/s/${session}#${plan}`, 303);
};
