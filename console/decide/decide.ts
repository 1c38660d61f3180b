// An approver's decision on the page, which shows every plan whole.
import type { Context } from "hono";
import { z } from "zod";
import { PlanId, SessionId } from "../../protocol/ids.ts";
import { Verdict } from "../../protocol/record/events.ts";
import { refusalNote } from "../../words/refusals.ts";
import { crossSitePage, notDecidedPage } from "../access/plain-pages.ts";
import type { Reading } from "../access/reading.ts";
import { fromHere } from "../access/safety.ts";
import type { ConsoleOptions } from "../options.ts";

const Form = z.object({ session: SessionId, plan: PlanId, verdict: Verdict, reason: z.string().max(1_000) });

/** POST /s/:session/plans/:plan/vote: then back to the page. A refusal is shown, and recorded where it was tried. */
export const decide = (options: ConsoleOptions) => async (c: Context<Reading>) => {
	if (!fromHere(c)) return c.html(crossSitePage(), 403);
	const { me } = c.var;
	const form = Form.safeParse({ reason: "", ...(await c.req.parseBody()), ...c.req.param() });
	if (!form.success) return c.html(notDecidedPage(me.name, "Caisey couldn't read the form"), 400);
	const { session, plan, verdict, reason } = form.data;
	const said = reason.trim();
	if (verdict === "deny" && said === "")
		return c.html(notDecidedPage(me.name, "To deny, say why in a few words"), 400);
	const answer = await options.vote(session, { by: me, plan, verdict, reason: said || null });
	return answer.ok
		? c.redirect(`/s/${session}`, 303)
		: c.html(notDecidedPage(me.name, refusalNote(answer.refusal)), 409);
};
