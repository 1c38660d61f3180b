// Proposing: fills in the dialog as far as known, and makes a sent one a proposal or says what is wrong with it.
import { noEndpoint, planForm } from "../../cards/kinds/plan-form.ts";
import { keepsText } from "../../cards/kinds/plan-texts.ts";
import { dialogs } from "../../cards/model/actions.ts";
import { sentences } from "../../cards/model/card.ts";
import { type FilledIn, refilled } from "../../cards/model/form.ts";
import type { ProposalForm } from "../backend.ts";
import type { FormFrom } from "../intent.ts";
import { type Filled, readPlan, refusedField } from "../proposal.ts";
import { type Doer, type Hands, type Reply, refuse, type Submitted } from "./reply.ts";

type Who = Pick<Doer, "by" | "place">;
/** `endpoint`: chosen already. `focus`: the cursor starts in the command. */
export type Opening = { endpoint?: string | null; focus?: boolean };

export const openPlan = async (
	{ backend, inputText, begin }: Hands,
	{ by, place }: Who,
	from: FormFrom,
	{ endpoint = null, focus = false }: Opening = {},
): Promise<Reply> => {
	const found = await backend.form({ by, place, from });
	if (!found.ok) return refuse(found.refusal);
	const { form } = found;
	const offers = { snippets: from.from === "session" };
	if (form.endpoints.length === 0) return { kind: "say", card: sentences([noEndpoint(form.client)]) };
	const draft = endpoint === null ? form.draft : { ...form.draft, endpoints: [endpoint] };
	const last = endpoint === null ? (form.last ?? []) : [];
	return {
		kind: "form",
		form: planForm({ ...form, draft, last }, { inputText, begin, focus, ...offers }),
		remembered: { session: form.session, from, kept: keepsText(draft, inputText) },
	};
};

/** The dialog again with all fields in view, and what is filled in so far. */
export const wholePlan = async (
	{ backend, inputText, begin }: Hands,
	{ by, place }: Who,
	{ session, from, filled }: { session: string; from: FormFrom; filled: FilledIn },
): Promise<Reply> => {
	const chosen = Array.isArray(filled.endpoints) ? filled.endpoints : [];
	const found = await backend.form({ by, place, from, chosen });
	if (!found.ok) return refuse(found.refusal);
	const kept = keepsText(found.form.draft, inputText);
	const form = refilled(planForm(found.form, { inputText, begin, whole: true }), filled);
	return { kind: "form", form, remembered: { session, from, kept } };
};

type Proposal = {
	session: string;
	from: FormFrom;
	once: string;
	filled: Filled;
	/** As the dialog remembers: it has no inputs for the steps, which are those of the form that it was opened from. */
	kept: boolean;
	/** That form, if the platform read it again already. */
	form?: ProposalForm;
};

/** Proposes what was filled in. An error or refusal that is about one field names it. */
export const submitPlan = async (
	{ backend, now }: Hands,
	{ by, place }: Who,
	{ session, from, once, filled, kept, form }: Proposal,
): Promise<Submitted> => {
	const found = form || !kept ? null : await backend.form({ by, place, from, sent: true });
	if (found && !found.ok) return { kind: "amend", refusal: found.refusal, field: null };
	const { draft } = form ?? found?.form ?? {};
	const read = readPlan(filled, kept ? (draft?.steps ?? []) : null, now());
	if (!read.ok) {
		if (read.errors.command && (filled.values.command ?? "").trim() === "")
			await backend.attempt({ by, place, action: "propose", code: "empty-command", detail: dialogs.plan });
		return { kind: "errors", errors: read.errors };
	}
	const answer = await backend.propose({ by, place, session, once, from, draft: read.draft });
	if (answer.ok) return { kind: "used" };
	return { kind: "amend", refusal: answer.refusal, field: refusedField(answer.refusal) };
};
