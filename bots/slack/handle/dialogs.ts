// Dialogs: opened for a press, and answered with the outcome when they are sent.
import { z } from "zod";
import { awayFields } from "../../../cards/kinds/away-form.ts";
import { endpointOption } from "../../../cards/kinds/endpoints.ts";
import { answerField } from "../../../cards/kinds/prompt.ts";
import { questionField } from "../../../cards/kinds/questions.ts";
import { mostPictures, notPictures, requestFields } from "../../../cards/kinds/request-form.ts";
import { blankOfField } from "../../../cards/kinds/snippet-forms.ts";
import { choices, type DialogId, dialogs } from "../../../cards/model/actions.ts";
import { limits } from "../../../cards/model/limits.ts";
import { checkingText } from "../../../words/preflight.ts";
import { refusalText } from "../../../words/refusals.ts";
import { submitAway } from "../../handlers/away.ts";
import { cancelPlan } from "../../handlers/cancel.ts";
import { submitPlan } from "../../handlers/plan-dialog.ts";
import { unknownDialog } from "../../handlers/presses.ts";
import { type FilledAnswer, submitAnswer } from "../../handlers/prompts.ts";
import { submitQuestion } from "../../handlers/questions.ts";
import { type Doer, type Submitted as Outcome, type Reply, refuse } from "../../handlers/reply.ts";
import { submitRequest } from "../../handlers/request.ts";
import { submitClosing, submitHandOver } from "../../handlers/session.ts";
import { chooseSnippet, submitBlanks } from "../../handlers/snippets.ts";
import { submitTicket } from "../../handlers/ticket.ts";
import { respond } from "../answer.ts";
import { optionOf } from "../dialogs/form-blocks.ts";
import { filledIn, Values } from "../dialogs/plan-submission.ts";
import { type Metadata, Remembering, viewOf } from "../dialogs/remembered.ts";
import { sayInstead, settle, type ViewAnswer } from "../dialogs/submission.ts";
import { type Submitted, submitted } from "../dialogs/submitted.ts";
import { type Modal, messageView, oneMoment, saying } from "../dialogs/views.ts";
import type { Kit } from "../kit.ts";
import { Attached, filesOf, isPicture } from "../read/files.ts";
import { type Deed, deedOf } from "../read/payload.ts";

type FormReply = Extract<Reply, { kind: "form" }>;

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
	[dialogs.request]: async ({ kit, doer, form, metadata }) => {
		const pictures = picturesIn(form);
		if (!pictures.every(isPicture))
			return { kind: "errors", errors: { [requestFields.picture]: notPictures } };
		return submitRequest(kit, doer, {
			at: metadata.at ?? { workspace: doer.place.workspace, channel: doer.place.channel },
			once: form.view.id,
			filled: requestIn(form),
			files: filesOf(kit, pictures),
		});
	},
	[dialogs.plan]: async ({ kit, doer, form, metadata }) => {
		const { session = "", from = { from: "session", session }, kept = false, preview } = metadata;
		const outcome = await submitPlan(kit, doer, {
			session,
			from,
			once: form.view.id,
			filled: filledIn(Values.parse(form.view.state.values), metadata.folded),
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
	[dialogs.close]: ({ kit, doer, form, metadata }) =>
		submitClosing(kit, doer, metadata.session ?? "", answered(form)),
	[dialogs.handOver]: ({ kit, doer, form, metadata }) =>
		submitHandOver(kit, doer, metadata.session ?? "", chosenOne(form)),
	[dialogs.away]: ({ kit, doer, form, metadata }) =>
		submitAway(kit, doer, metadata.client ?? "", awayIn(form)),
	[dialogs.prompt]: ({ kit, doer, form, metadata }) =>
		submitAnswer(kit, doer, metadata.prompt ?? "", answerIn(form)),
	[dialogs.snippet]: ({ kit, doer, form, metadata }) =>
		chooseSnippet(kit, doer, { ...aboutPlan(metadata), id: chosenOne(form) }),
	[dialogs.blanks]: ({ kit, doer, form, metadata }) =>
		submitBlanks(kit, doer, { ...aboutPlan(metadata), id: metadata.snippet ?? "", values: blanksIn(form) }),
} as const satisfies Record<DialogId, (sent: Sent) => Promise<Outcome>>;

const aboutPlan = ({ session = "", from = { from: "session", session } }: Metadata) => ({ session, from });

/** By the blanks' names. */
const blanksIn = (form: Submitted): Record<string, string> =>
	Object.fromEntries(
		Object.keys(z.record(z.string(), z.unknown()).parse(form.view.state.values)).flatMap((field) => {
			const name = blankOfField(field);
			return name === null ? [] : [[name, answerOf(form, field)?.value?.value ?? ""]];
		}),
	);

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

const requestIn = (form: Submitted) =>
	Object.fromEntries(
		Object.values(requestFields).map((field) => {
			const given = answerOf(form, field)?.value;
			return [field, given?.value ?? given?.selected_option?.value ?? ""];
		}),
	);

const picturesIn = (form: Submitted): Attached[] => answerOf(form, requestFields.picture)?.value?.files ?? [];

const awayIn = ({ view }: Submitted) => {
	const values = Values.parse(view.state.values);
	const of = (field: string) => Object.values(values[field] ?? {})[0];
	const until = of(awayFields.until)?.selected_date_time;
	return {
		deputy: of(awayFields.deputy)?.selected_option?.value ?? "",
		until: until ? until * 1000 : null,
	};
};

const chosenOne = (form: Submitted): string => {
	const given = answerOf(form, questionField)?.value?.selected_option;
	return given?.value ?? "";
};

const Chosen = z.looseObject({ value: z.string() });
const AnswerValue = z.looseObject({
	value: z
		.looseObject({
			value: z.string().nullish(),
			selected_option: Chosen.nullish(),
			files: z.array(Attached).max(mostPictures).nullish(),
		})
		.optional(),
	[choices.endpoints]: z.looseObject({ selected_options: z.array(Chosen).nullish() }).optional(),
});

/** A line of text, one choice or several, by the field that the dialog had. */
const answerIn = (form: Submitted): FilledAnswer => {
	const given = answerOf(form, answerField);
	const several = given?.[choices.endpoints];
	if (several) return { chosen: (several.selected_options ?? []).map(({ value }) => value) };
	const one = given?.value?.selected_option;
	return one ? { chosen: [one.value] } : { text: given?.value?.value ?? "" };
};

/** What was filled into one field. */
const answerOf = ({ view }: Submitted, field: string): z.infer<typeof AnswerValue> | undefined =>
	z.record(z.string(), AnswerValue).parse(view.state.values)[field];

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
		const waiting = dialog === dialogs.plan ? checking(form, metadata) : oneMoment();
		const next = (reply: FormReply) => viewOf(reply, { place, ref }, metadata.preview);
		return settle(kit, form, submits[dialog]({ kit, doer, form, metadata }), next, waiting);
	};

/** The endpoints are asked about the steps. */
const checking = ({ view }: Submitted, { on }: Metadata): Modal => {
	const chosen = Values.parse(view.state.values).endpoints?.[choices.endpoints]?.selected_options ?? [];
	return saying(checkingText([...on, ...chosen.map(({ value, text }) => text?.text ?? value)]));
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
