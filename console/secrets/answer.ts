// The secret that a running step asks for, entered on a page of its own: a form that only its script can send, sealed.
import type { Context } from "hono";
import { z } from "zod";
import { PlanId, RunId, SessionId } from "../../protocol/ids.ts";
import { mostAsked } from "../../protocol/prompt.ts";
import { SealedAnswer } from "../../protocol/sealing.ts";
import { refusalText } from "../../words/refusals.ts";
import { notEnteredPage } from "../access/plain-pages.ts";
import type { Reading } from "../access/reading.ts";
import type { ConsoleOptions } from "../options.ts";
import { answerPage } from "./answer-page.ts";
import { entering } from "./entering.ts";

const Where = z.object({
	session: SessionId,
	plan: PlanId,
	run: RunId,
	question: z
		.string()
		.regex(/^[1-9]\d{0,5}$/)
		.transform(Number)
		.pipe(z.int().max(mostAsked.questions)),
});
const Form = Where.extend({ sealed: SealedAnswer });

/** GET /s/:session/plans/:plan/runs/:run/questions/:question. Changes nothing. */
export const askForAnswer = (options: ConsoleOptions) => async (c: Context<Reading>) => {
	const { me } = c.var;
	const where = Where.safeParse(c.req.param());
	if (!where.success) return c.html(notEnteredPage(me, "This question doesn't exist."), 404);
	const { session, plan, run, question: prompt } = where.data;
	const answer = await options.answerForm(session, { by: me, plan, run, prompt });
	return answer.ok
		? c.html(answerPage(me, session, answer.form))
		: c.html(notEnteredPage(me, refusalText(answer.refusal), session), 409);
};

/** POST to the same: then back to the transcript. */
export const takeAnswer = (options: ConsoleOptions) =>
	entering(Form, (by, { session, plan, run, question: prompt, sealed }) =>
		options.answer(session, { by, plan, run, prompt, answer: { is: "secret", sealed } }),
	);
