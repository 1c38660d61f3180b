// A plan's secrets, entered on a page of their own: a form that only its script can send, sealed.
import type { Context } from "hono";
import { z } from "zod";
import { EndpointId, PlanId, SessionId } from "../../protocol/ids.ts";
import { mostSecrets } from "../../protocol/plan/secret-name.ts";
import { SealedSecret } from "../../protocol/sealing.ts";
import { refusalText } from "../../words/refusals.ts";
import { notEnteredPage } from "../access/plain-pages.ts";
import type { Reading } from "../access/reading.ts";
import type { ConsoleOptions } from "../options.ts";
import { entering } from "./entering.ts";
import { secretsPage } from "./page.ts";

const Where = z.object({ session: SessionId, plan: PlanId });
const Sealed = z
	.array(z.strictObject({ endpoint: EndpointId, secrets: z.array(SealedSecret).max(mostSecrets) }))
	.max(10);
const Form = Where.extend({
	sealed: z
		.string()
		.max(1_000_000)
		.transform((text, context) => {
			const read = Sealed.safeParse(tryJson(text));
			if (read.success) return read.data;
			context.addIssue("not sealed secrets");
			return z.NEVER;
		}),
});

/** GET /s/:session/plans/:plan/secrets. Changes nothing. */
export const askForSecrets = (options: ConsoleOptions) => async (c: Context<Reading>) => {
	const { me } = c.var;
	const where = Where.safeParse(c.req.param());
	if (!where.success) return c.html(notEnteredPage(me, "This plan doesn't exist."), 404);
	const { session, plan } = where.data;
	const answer = await options.secretForm(session, { by: me, plan });
	return answer.ok
		? c.html(secretsPage(me, session, answer.form))
		: c.html(notEnteredPage(me, refusalText(answer.refusal), session), 409);
};

/** POST to the same: then back to the transcript. */
export const takeSecrets = (options: ConsoleOptions) =>
	entering(Form, (by, { session, plan, sealed }) => options.enterSecrets(session, { by, plan, sealed }));

const tryJson = (text: string): unknown => {
	try {
		return JSON.parse(text);
	} catch {
		return null;
	}
};
