// An approver approves a plan for later ones, too, on the page that shows it whole.
import type { Context } from "hono";
import { z } from "zod";
import { PlanId, SessionId } from "../../protocol/ids.ts";
import { mostTimes } from "../../protocol/plan/standing.ts";
import { refusalNote } from "../../words/refusals.ts";
import { crossSitePage, notDecidedPage, notForLaterPage } from "../access/plain-pages.ts";
import type { Reading } from "../access/reading.ts";
import { fromHere } from "../access/safety.ts";
import { staleSignInPage } from "../access/sign-in-pages.ts";
import type { ConsoleOptions } from "../options.ts";

const Form = z.object({
	session: SessionId,
	plan: PlanId,
	times: z.coerce.number().int().min(1).max(mostTimes),
	/** The last day, in UTC. */
	/** As the page said it. */
	given: z.coerce.number().int().min(0).max(1_000_000).optional(),
	until: z.iso.date().transform((day) => Date.parse(day) + 86_400_000),
});

/** POST /s/:session/plans/:plan/standing: then to the client's standing approvals. It decides on plans to come: a copied cookie is
 * not enough for that. */
export const approveFromNowOn = (options: ConsoleOptions) => async (c: Context<Reading>) => {
	if (!fromHere(c)) return c.html(crossSitePage(), 403);
	const { me } = c.var;
	const form = Form.safeParse({ ...(await c.req.parseBody()), ...c.req.param() });
	if (!form.success)
		return c.html(notDecidedPage(me, `Say how many times, up to ${mostTimes}, and until which day`), 400);
	const { session, plan, times, until, given } = form.data;
	if (!(await options.isFresh(c.req.raw))) {
		const next = `/s/${session}#${plan}`;
		return c.html(staleSignInPage(me, { providers: options.providers, next }), 403);
	}
	const answer = await options.standings.give(session, {
		by: me,
		plan,
		times,
		until,
		...(given !== undefined && { given }),
	});
	if (!answer.ok) {
		const { refusal } = answer;
		const voted = refusal.code === "no-standing" && refusal.why === "voted";
		return c.html((voted ? notForLaterPage : notDecidedPage)(me, refusalNote(refusal)), 409);
	}
	return c.redirect(`/standing#${answer.standing}`, 303);
};
