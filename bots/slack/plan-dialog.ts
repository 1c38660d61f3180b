// Proposing: the dialog opens at once, is filled in when it is known with what, and keeps what was typed when it is refused.
import { z } from "zod";
import { endpointOption } from "../../cards/kinds/endpoints.ts";
import { refusalText } from "../../cards/kinds/words.ts";
import { limits } from "../../cards/model/limits.ts";
import type { Answer, Refusal } from "../../protocol/refusal.ts";
import type { ProposalForm } from "../backend.ts";
import type { FormFrom } from "../intent.ts";
import { type Errors, readPlan, refusedField } from "../proposal.ts";
import { respond } from "./answer.ts";
import { optionOf } from "./form-blocks.ts";
import type { Kit } from "./kit.ts";
import { type Deed, deedOf } from "./payload.ts";
import { planView } from "./plan-form.ts";
import { type Metadata, readMetadata } from "./plan-metadata.ts";
import { filledIn, Values } from "./plan-submission.ts";
import { refilled } from "./refill.ts";
import { type Submitted, settle, submitted, type ViewAnswer } from "./submission.ts";
import { oneMoment, saying } from "./views.ts";

type Opening = { endpoint?: string | null; preview?: string | null; focus?: boolean };

/** Opens it for a button's deed. `endpoint`: chosen already. */
export const openPlanDialog = async (
	kit: Kit,
	deed: Deed,
	from: FormFrom,
	opening: Opening = {},
): Promise<void> => {
	const { by, place, answer } = deed;
	const [opened, found] = await Promise.all([
		kit.web().views.open({ trigger_id: answer.trigger ?? "", view: oneMoment() }),
		kit.backend.form({ by, place, from }).catch((error: unknown) => broken(kit, error)),
	]);
	await kit.web().views.update({
		view_id: opened.view?.id ?? "",
		view: found.ok ? filled(found.form, deed, from, opening) : saying(refusalText(found.refusal)),
	});
};

const broken = (kit: Kit, error: unknown): { ok: false; refusal: Refusal } => ({
	ok: false,
	refusal: { code: "broken", errorId: kit.log(error) },
});

const filled = (
	form: ProposalForm,
	{ place }: Deed,
	from: FormFrom,
	{ endpoint, preview, focus }: Opening,
) => {
	const metadata: Metadata = { session: form.session, place, from, preview: preview ?? null, kept: false };
	const draft = endpoint ? { ...form.draft, endpoints: [endpoint] } : form.draft;
	return planView({ ...form, draft }, metadata, focus);
};

const Suggestion = z.looseObject({
	value: z.string().default(""),
	view: z.looseObject({ private_metadata: z.string() }),
});

/** Endpoints beyond those that a select can list, as they are typed. */
export const suggestEndpoints = async (kit: Kit, body: unknown) => {
	const { value, view } = Suggestion.parse(body);
	const { session } = readMetadata(view.private_metadata);
	const found = await kit.backend.searchEndpoints({ by: deedOf(body).by, session, query: value });
	return {
		options: found.slice(0, limits.slack.selectOptions).map((found) => optionOf(endpointOption(found))),
	};
};

/** What the dialog is answered with; never later than Slack waits. */
export const submitPlan = async (kit: Kit, body: unknown): Promise<ViewAnswer> => {
	const form = submitted(body);
	const metadata = readMetadata(form.view.private_metadata);
	const proposing = propose(kit, form, metadata, body);
	return settle(kit, form, proposing, (refusal) => refuseIn(form, refusal));
};

const propose = async (
	kit: Kit,
	form: Submitted,
	metadata: Metadata,
	body: unknown,
): Promise<ViewAnswer | Answer<object>> => {
	const { by } = deedOf(body);
	const kept = metadata.kept
		? await kit.backend.form({ by, place: metadata.place, from: metadata.from, sent: true })
		: null;
	if (kept && !kept.ok) return kept;
	const filled = filledIn(Values.parse(form.view.state.values));
	const read = readPlan(filled, kept && (kept.form.draft.steps ?? []), kit.now());
	if (!read.ok) {
		const blank = (filled.values.command ?? "").trim() === "";
		if (read.errors.command && blank)
			await kit.backend.attempt({
				by,
				place: metadata.place,
				action: "propose",
				code: "empty-command",
				detail: "",
			});
		return { response_action: "errors", errors: shownErrors(form, read.errors) };
	}
	const answer = await kit.backend.propose({
		by,
		place: metadata.place,
		session: metadata.session,
		once: form.view.id,
		from: metadata.from,
		draft: read.draft,
	});
	if (answer.ok && metadata.preview) await respond(metadata.preview, { delete_original: true });
	return answer;
};

// Slack takes errors for inputs alone: a command that is kept has none.
const shownErrors = (form: Submitted, errors: Errors): Record<string, string> => {
	const all = Object.entries(errors);
	const known = all.filter(([field]) => hasInput(form, field));
	return Object.fromEntries(
		known.length > 0 ? known : all.slice(0, 1).map(([, error]) => ["endpoints", error]),
	);
};

const hasInput = (form: Submitted, field: string): boolean =>
	form.view.blocks.some((block) => block.block_id === field && block.type === "input");

/** At the field that it is about, if there is one; else above the form. */
const refuseIn = (form: Submitted, refusal: Refusal): ViewAnswer => {
	const field = refusedField(refusal);
	if (field && hasInput(form, field))
		return { response_action: "errors", errors: { [field]: refusalText(refusal) } };
	return { response_action: "update", view: refilled(form, refusalText(refusal)) };
};
