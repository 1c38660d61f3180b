// Proposing: the dialog is filled in as far as it is known with what, and what was sent becomes a proposal or says what is wrong.
import { keepsText, noEndpoint, planForm } from "../../cards/kinds/plan-form.ts";
import { dialogs } from "../../cards/model/actions.ts";
import { sentences } from "../../cards/model/card.ts";
import type { Step } from "../../protocol/plan/plan.ts";
import type { FormFrom } from "../intent.ts";
import { type Filled, readPlan, refusedField } from "../proposal.ts";
import { type Doer, type Hands, type Reply, refuse, type Submitted } from "./reply.ts";

type Who = Pick<Doer, "by" | "place">;
/** `endpoint`: chosen already. `focus`: the cursor starts in the command. */
export type Opening = { endpoint?: string | null; focus?: boolean };

export const openPlan = async (
	{ backend, inputText }: Hands,
	{ by, place }: Who,
	from: FormFrom,
	{ endpoint = null, focus = false }: Opening = {},
): Promise<Reply> => {
	const found = await backend.form({ by, place, from });
	if (!found.ok) return refuse(found.refusal);
	const { form } = found;
	if (form.endpoints.length === 0) return { kind: "say", card: sentences([noEndpoint(form.client)]) };
	const draft = endpoint === null ? form.draft : { ...form.draft, endpoints: [endpoint] };
	return {
		kind: "form",
		form: planForm({ ...form, draft }, { inputText, focus }),
		remembered: { session: form.session, from, kept: keepsText(draft, inputText) },
	};
};

type Proposal = {
	session: string;
	from: FormFrom;
	once: string;
	filled: Filled;
	/** The steps, where the dialog has no inputs for them; null if it has. */
	fixedSteps: Step[] | null;
};

/** Proposes what was filled in. An error or refusal that is about one field names it. */
export const submitPlan = async (
	{ backend, now }: Hands,
	{ by, place }: Who,
	{ session, from, once, filled, fixedSteps }: Proposal,
): Promise<Submitted> => {
	const read = readPlan(filled, fixedSteps, now());
	if (!read.ok) {
		if (read.errors.command && (filled.values.command ?? "").trim() === "")
			await backend.attempt({ by, place, action: "propose", code: "empty-command", detail: dialogs.plan });
		return { kind: "errors", errors: read.errors };
	}
	const answer = await backend.propose({ by, place, session, once, from, draft: read.draft });
	if (answer.ok) return { kind: "used" };
	return { kind: "amend", refusal: answer.refusal, field: refusedField(answer.refusal) };
};
