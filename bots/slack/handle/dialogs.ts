// Dialogs: opened for a press, and answered with the outcome when they are sent.
import { z } from "zod";
import { endpointOption } from "../../../cards/kinds/endpoints.ts";
import { answerField } from "../../../cards/kinds/prompt.ts";
import { questionField } from "../../../cards/kinds/questions.ts";
import { choices, type DialogId, dialogs } from "../../../cards/model/actions.ts";
import { limits } from "../../../cards/model/limits.ts";
import { checkingText } from "../../../words/preflight.ts";
import { refusalText } from "../../../words/refusals.ts";
import { cancelPlan } from "../../handlers/cancel.ts";
import { submitPlan } from "../../handlers/plan-dialog.ts";
import { unknownDialog } from "../../handlers/presses.ts";
import { type FilledAnswer, submitAnswer } from "../../handlers/prompts.ts";
import { submitQuestion } from "../../handlers/questions.ts";
import {
	type Doer,
	type Submitted as Outcome,
	Remembered,
	type Reply,
	refuse,
} from "../../handlers/reply.ts";
import { submitTicket } from "../../handlers/ticket.ts";
import { respond } from "../answer.ts";
import { optionOf } from "../dialogs/form-blocks.ts";
import { filledIn, Values } from "../dialogs/plan-submission.ts";
import { sayInstead, settle, type ViewAnswer } from "../dialogs/submission.ts";
import { type Submitted, submitted } from "../dialogs/submitted.ts";
import { formView, type Modal, messageView, oneMoment, saying } from "../dialogs/views.ts";
import type { Kit } from "../kit.ts";
import { type Deed, deedOf } from "../read/payload.ts";

/** What a dialog carries between opening and sending: ids and places alone. */
const Metadata = Remembered.extend({
	place: z.strictObject({ workspace: z.string(), channel: z.string(), thread: z.string().nullable() }),
	/** The card on which it was pressed. */
	message: z.string().default(""),
	/** The private preview that it was opened from; taken back once the plan is proposed. */
	preview: z.string().max(1_000).nullable().default(null),
});
type Metadata = z.infer<typeof Metadata>;
const Json = z.string().transform((text, context): unknown => {
	try {
		return JSON.parse(text);
	} catch {
		context.addIssue("not JSON");
	}
});
const Remembering = z.looseObject({ view: z.looseObject({ private_metadata: Json.pipe(Metadata) }) });

type FormReply = Extract<Reply, { kind: "form" }>;

const viewOf = (reply: FormReply, { place, ref }: Deed, preview: string | null): Modal =>
	formView(reply.form, {
		...reply.remembered,
		place,
		message: ref.message,
		preview,
	} satisfies Metadata);

/** Opens it while the press's trigger is valid. */
export const openDialog = async (kit: Kit, deed: Deed, reply: FormReply): Promise<void> => {
	await kit.web().views.open({ trigger_id: deed.answer.trigger ?? "", view: viewOf(reply, deed, null) });
};

/** Opens at once, since a trigger is valid for only three seconds, and shows the result of the work when it is there. */
export const openWaiting = async (
	kit: Kit,
	deed: Deed,
	work: Promise<Reply>,
	preview: string | null,
): Promise<void> => {
	const [opened, reply] = await Promise.all([
		kit.web().views.open({ trigger_id: deed.answer.trigger ?? "", view: oneMoment() }),
		work.catch((error: unknown) => refuse({ code: "broken", errorId: kit.log(error) })),
	]);
	await kit.web().views.update({
		view_id: opened.view?.id ?? "",
		view: waited(reply, deed, preview),
	});
};

const waited = (reply: Reply, deed: Deed, preview: string | null): Modal => {
	if (reply.kind === "form") return viewOf(reply, deed, preview);
	if (reply.kind === "refuse") return saying(refusalText(reply.refusal));
	if (reply.kind === "say") return messageView(reply.card, deed.place.workspace);
	throw new TypeError(`a dialog that shows nothing: ${reply.kind}`);
};

type Sent = { kit: Kit; doer: Doer; form: Submitted; metadata: Metadata };

const submits = {
	[dialogs.plan]: async ({ kit, doer, form, metadata }) => {
		const { session = "", from = { from: "session", session }, kept = false, preview } = metadata;
		const outcome = await submitPlan(kit, doer, {
			session,
			from,
			once: form.view.id,
			filled: filledIn(Values.parse(form.view.state.values)),
			kept,
		});
		if (outcome.kind === "used" && preview) await respond(preview, { delete_original: true });
		return outcome;
	},
	[dialogs.deny]: (sent) => question(dialogs.deny, sent),
	[dialogs.ask]: (sent) => question(dialogs.ask, sent),
	[dialogs.cancel]: ({ kit, doer, metadata }) => cancelPlan(kit, doer, metadata.plan ?? ""),
	[dialogs.ticket]: ({ kit, doer, form, metadata }) =>
		submitTicket(kit, doer, metadata.session ?? "", answered(form)),
	[dialogs.prompt]: ({ kit, doer, form, metadata }) =>
		submitAnswer(kit, doer, metadata.prompt ?? "", answerIn(form)),
} as const satisfies Record<DialogId, (sent: Sent) => Promise<Outcome>>;

const question = (dialog: Parameters<typeof submitQuestion>[1], { kit, doer, form, metadata }: Sent) =>
	submitQuestion(kit, dialog, {
		doer,
		plan: metadata.plan ?? "",
		text: answered(form),
		once: form.view.id,
	});

const Question = z.object({
	[questionField]: z.object({ value: z.object({ value: z.string().nullish() }) }),
});
const answered = ({ view }: Submitted): string =>
	Question.parse(view.state.values)[questionField].value.value ?? "";

const Chosen = z.looseObject({ value: z.string() });
const AnswerValue = z.looseObject({
	value: z.looseObject({ value: z.string().nullish(), selected_option: Chosen.nullish() }).optional(),
	[choices.endpoints]: z.looseObject({ selected_options: z.array(Chosen).nullish() }).optional(),
});

/** A line of text, one choice or several, by the field that the dialog had. */
const answerIn = ({ view }: Submitted): FilledAnswer => {
	const given = z.object({ [answerField]: AnswerValue }).parse(view.state.values)[answerField];
	const several = given[choices.endpoints];
	if (several) return { chosen: (several.selected_options ?? []).map(({ value }) => value) };
	const one = given.value?.selected_option;
	return one ? { chosen: [one.value] } : { text: given.value?.value ?? "" };
};

/** What isn't ours, or doesn't say what it was about, does nothing. */
export const onUnknownDialog = async (kit: Kit, body: unknown): Promise<ViewAnswer> => {
	const deed = deedOf(body);
	const place = Remembering.safeParse(body).data?.view.private_metadata.place ?? deed.place;
	return sayInstead((await unknownDialog(kit, { ...deed, place })).refusal);
};

/** The answer to the dialog; never later than Slack waits. */
export const onDialog =
	(dialog: DialogId) =>
	async (kit: Kit, body: unknown): Promise<ViewAnswer> => {
		const remembered = Remembering.safeParse(body);
		if (!remembered.success) return onUnknownDialog(kit, body);
		const form = submitted(body);
		const metadata = remembered.data.view.private_metadata;
		const { place, message } = metadata;
		const ref = { workspace: place.workspace, channel: place.channel, message };
		const doer = { by: deedOf(body).by, place, ref };
		const waiting = dialog === dialogs.plan ? checking(form) : oneMoment();
		return settle(kit, form, submits[dialog]({ kit, doer, form, metadata }), waiting);
	};

/** The endpoints are asked about the steps. */
const checking = ({ view }: Submitted): Modal => {
	const chosen = Values.parse(view.state.values).endpoints?.[choices.endpoints]?.selected_options ?? [];
	return saying(checkingText(chosen.map(({ value, text }) => text?.text ?? value)));
};

const Suggestion = Remembering.extend({ value: z.string().default("") });

/** Endpoints beyond those that a select can list, as they are typed. */
export const suggestEndpoints = async (kit: Kit, body: unknown) => {
	const { value, view } = Suggestion.parse(body);
	const { session = "" } = view.private_metadata;
	const found = await kit.backend.searchEndpoints({ by: deedOf(body).by, session, query: value });
	return {
		options: found.slice(0, limits.slack.selectOptions).map((found) => optionOf(endpointOption(found))),
	};
};
