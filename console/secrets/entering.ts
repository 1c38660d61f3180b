// The form that a page of secrets sends, whatever asked for them: from here alone, read whole or not at all, then back to the transcript.
import type { Context } from "hono";
import type { z } from "zod";
import type { Answer } from "../../protocol/refusal.ts";
import { refusalText } from "../../words/refusals.ts";
import { crossSitePage, notEnteredPage } from "../access/plain-pages.ts";
import type { Reading } from "../access/reading.ts";
import { fromHere } from "../access/safety.ts";
import type { SignedIn } from "../options.ts";

/** `keep` judges what was entered, and keeps it. */
export const entering =
	<Form extends { session: string }>(
		schema: z.ZodType<Form>,
		keep: (by: SignedIn, form: Form) => Promise<Answer<object>>,
	) =>
	async (c: Context<Reading>) => {
		if (!fromHere(c)) return c.html(crossSitePage(), 403);
		const { me } = c.var;
		const form = schema.safeParse({ ...(await c.req.parseBody()), ...c.req.param() });
		if (!form.success)
			return c.html(notEnteredPage(me, "Caisey couldn't read the form, so it kept nothing. Try again."), 400);
		const answer = await keep(me, form.data);
		return answer.ok
			? c.redirect(`/s/${form.data.session}`, 303)
			: c.html(notEnteredPage(me, refusalText(answer.refusal), form.data.session), 409);
	};
