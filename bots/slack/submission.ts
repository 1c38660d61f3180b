// A dialog that was sent: read once, and answered while Slack still waits, whatever the work behind it takes.
import { z } from "zod";
import { refusalText } from "../../cards/kinds/words.ts";
import type { Answer, Refusal } from "../../protocol/refusal.ts";
import type { Kit } from "./kit.ts";
import { type Modal, oneMoment, saying } from "./views.ts";

const Element = z.looseObject({
	type: z.string(),
	action_id: z.string(),
	initial_value: z.unknown().optional(),
	initial_option: z.unknown().optional(),
	initial_options: z.unknown().optional(),
	initial_date_time: z.unknown().optional(),
	focus_on_load: z.unknown().optional(),
});
const Block = z.looseObject({
	type: z.string(),
	block_id: z.string().optional(),
	element: Element.optional(),
});

const Submission = z.looseObject({
	view: z.looseObject({
		id: z.string(),
		callback_id: z.string(),
		private_metadata: z.string(),
		title: z.looseObject({ text: z.string() }),
		submit: z.looseObject({ text: z.string() }).nullish(),
		blocks: z.array(Block),
		state: z.looseObject({ values: z.unknown() }),
	}),
});
export type Submitted = z.infer<typeof Submission>;

export const submitted = (body: unknown): Submitted => Submission.parse(body);

export type ViewAnswer =
	| { response_action: "errors"; errors: Record<string, string> }
	| { response_action: "update"; view: Modal }
	| { response_action: "clear" };

type Outcome = ViewAnswer | Answer<object>;

/** Slack waits 3 s. Usually the outcome is there long before, and the dialog closes or says what is wrong; if not, it
 * says so and is changed when the outcome is known. */
const patience = 1_500;

export const settle = async (
	kit: Kit,
	{ view }: Submitted,
	work: Promise<Outcome>,
	refuse: (refusal: Refusal) => ViewAnswer,
): Promise<ViewAnswer> => {
	const answered = work.then(
		(outcome) => answerOf(outcome, refuse),
		(error: unknown) => refuse({ code: "broken", errorId: kit.log(error) }),
	);
	const early = await Promise.race([answered, later()]);
	if (early) return early;
	kit.afterwards(
		answered.then(
			async (answer) => void (await kit.web().views.update({ view_id: view.id, view: late(answer) })),
		),
	);
	return { response_action: "update", view: oneMoment() };
};

const later = (): Promise<null> => new Promise((resolve) => setTimeout(() => resolve(null), patience));

const answerOf = (outcome: Outcome, refuse: (refusal: Refusal) => ViewAnswer): ViewAnswer => {
	if (!("ok" in outcome)) return outcome;
	return outcome.ok ? { response_action: "clear" } : refuse(outcome.refusal);
};

// A form's own errors can only be given at once; a dialog can't be closed from here.
const late = (answer: ViewAnswer): Modal => {
	if (answer.response_action === "update") return answer.view;
	if (answer.response_action === "clear") return saying("Done. You can close this.");
	return saying(`Nothing was done. ${Object.values(answer.errors).join(" ")} Please open the dialog again.`);
};

/** The refusal alone, in place of the form. */
export const sayInstead = (refusal: Refusal): ViewAnswer => ({
	response_action: "update",
	view: saying(refusalText(refusal)),
});
