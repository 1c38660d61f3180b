// What a page's script sends of a passkey's signature, and what it asks for before.
import type { Context } from "hono";
import { z } from "zod";
import { PlanId, SessionId } from "../../protocol/ids.ts";
import { ApprovalProof } from "../../protocol/plan/passkey.ts";
import { refusalText } from "../../words/refusals.ts";
import type { Reading } from "../access/reading.ts";
import { fromHere } from "../access/safety.ts";
import type { ConsoleOptions } from "../options.ts";

/** A form's field: JSON. `policy` only where a plan is approved. */
export const Signed = z
	.string()
	.max(10_000)
	.transform((text, context) => {
		const read = ApprovalProof.partial({ policy: true }).safeParse(tryJson(text));
		if (read.success) return read.data;
		context.addIssue("not what a passkey signed");
		return z.NEVER;
	});

const Where = z.object({ session: SessionId, plan: PlanId });

/** POST /s/:session/plans/:plan/passkey: what the approver's passkey is to sign now. Changes nothing. */
export const askForApproval = (options: ConsoleOptions) => async (c: Context<Reading>) => {
	if (!fromHere(c)) return c.json({ why: "ask from Caisey's own page" }, 403);
	const where = Where.safeParse(c.req.param());
	if (!where.success) return c.json({ why: "This plan doesn't exist." }, 404);
	const { session, plan } = where.data;
	const answer = await options.toSign(session, { by: c.var.me, plan });
	return answer.ok ? c.json(answer.toSign) : c.json({ why: refusalText(answer.refusal) }, 409);
};

const tryJson = (text: string): unknown => {
	try {
		return JSON.parse(text);
	} catch {
		return null;
	}
};
