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
import { Signed } from "./signed.ts";

const Form = z.object({
	session: SessionId,
	plan: PlanId,
	verdict: Verdict,
	reason: z.string().max(1_000),
	proof: z.union([Signed, z.literal("")]).optional(),
});

/** POST /s/:session/plans/:plan/vote: then back to the plan; the page's own script gets the answer alone. A refusal is shown,
 * and recorded where it was tried. */
export const decide = (options: ConsoleOptions) => async (c: Context<Reading>) => {
	if (!fromHere(c)) return c.html(crossSitePage(), 403);
	const { me } = c.var;
	const scripted = c.req.header("Accept") === "application/json";
	const not = (why: string, status: 400 | 409) =>
		scripted ? c.json({ ok: false, why }, status) : c.html(notDecidedPage(me, why), status);
	const form = Form.safeParse({ reason: "", ...(await c.req.parseBody()), ...c.req.param() });
	if (!form.success) return not("Caisey couldn't read the form", 400);
	const { session, plan, verdict, reason, proof } = form.data;
	const said = reason.trim();
	if (verdict === "deny" && said === "") return not("To deny, say why in a few words", 400);
	const answer = await options.vote(session, {
		...{ by: me, plan, verdict, reason: said || null },
		...(proof && proof.policy !== undefined && { proof: { ...proof, policy: proof.policy } }),
	});
	if (!answer.ok) return not(refusalNote(answer.refusal), 409);
	return scripted ? c.json({ ok: true }) : c.redirect(`/s/${session}#${plan}`, 303);
};
