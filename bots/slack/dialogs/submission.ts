// A dialog that was sent: answered while Slack still waits, however long the work takes.
import type { Refusal } from "../../../protocol/refusal.ts";
import { refusalText } from "../../../words/refusals.ts";
import { type Submitted as Outcome, refuse } from "../../handlers/reply.ts";
import type { Kit } from "../kit.ts";
import { saidNo } from "../said-no.ts";
import { refilled } from "./refill.ts";
import type { Submitted } from "./submitted.ts";
import { type Modal, oneMoment, saying } from "./views.ts";

export type ViewAnswer =
	| { response_action: "errors"; errors: Record<string, string> }
	| { response_action: "update"; view: Modal }
	| { response_action: "clear" };

/** The dialog that comes next, as a view that remembers where it belongs. */
type Next = (reply: Extract<Outcome, { kind: "form" }>) => Modal;

/** Slack waits 3 s. Usually the outcome is there long before, and the dialog closes or says what is wrong; if not, it
 * says so and is changed when the outcome is known. */
const patience = 1_000;

/** `waiting`: what the dialog says meanwhile. */
export const settle = async (
	kit: Kit,
	form: Submitted,
	work: Promise<Outcome>,
	next: Next,
	waiting = oneMoment(),
): Promise<ViewAnswer> => {
	const outcome = work.catch((error: unknown) => refuse({ code: "broken", errorId: kit.log(error) }));
	const early = await Promise.race([outcome, later()]);
	if (early) return answerOf(form, early, next);
	const external_id = `waits-${crypto.randomUUID()}`;
	const ends = performance.now() + slacksPatience;
	kit.afterwards(outcome.then((known) => change(kit, form, { external_id, ends }, late(form, known, next))));
	return { response_action: "update", view: { ...waiting, external_id } };
};

/** Slack waits for an answer no longer than this, in ms, so it has taken ours by then. */
const slacksPatience = 3_000;
const pause = 200;

type Waiting = { external_id: string; ends: number };

/** A dialog that waits has a name of its own from our answer on. Slack may read that answer after this change, and show it instead:
 * until it knows the name it has not. */
const change = async (
	kit: Kit,
	form: Submitted,
	{ external_id, ends }: Waiting,
	view: Modal,
): Promise<void> => {
	const { views } = kit.web();
	const isThere = async (where: { external_id: string } | { view_id: string }): Promise<boolean> => {
		try {
			await views.update({ ...where, view });
			return true;
		} catch (error) {
			if (saidNo(error) !== "not_found") throw error;
			return false;
		}
	};
	while (!(await isThere({ external_id }))) {
		// The person has closed it, if it has no name then.
		if (performance.now() >= ends) return void (await isThere({ view_id: form.view.id }));
		await new Promise((resolve) => setTimeout(resolve, pause));
	}
};

const later = (): Promise<null> => new Promise((resolve) => setTimeout(() => resolve(null), patience));

const answerOf = (form: Submitted, outcome: Outcome, next: Next): ViewAnswer => {
	switch (outcome.kind) {
		case "done":
		case "used":
			return { response_action: "clear" };
		case "form":
			return { response_action: "update", view: next(outcome) };
		case "refuse":
			return sayInstead(outcome.refusal);
		case "errors":
			return { response_action: "errors", errors: shownErrors(form, outcome.errors) };
		case "amend":
			return amended(form, outcome.refusal, outcome.field);
	}
};

/** At the field that it is about, if there is one; else above the form, which keeps all that was typed. */
const amended = (form: Submitted, refusal: Refusal, field: string | null): ViewAnswer => {
	const text = refusalText(refusal);
	if (field !== null && hasInput(form, field))
		return { response_action: "errors", errors: { [field]: text } };
	return { response_action: "update", view: refilled(form, text) };
};

// Slack takes errors only for inputs, and a kept command has none, as has a field that is out of view.
const shownErrors = (form: Submitted, errors: Record<string, string>): Record<string, string> => {
	const all = Object.entries(errors);
	const known = all.filter(([field]) => hasInput(form, field));
	return Object.fromEntries(
		known.length > 0 ? known : all.slice(0, 1).map(([, error]) => [firstInput(form), error]),
	);
};

const firstInput = ({ view }: Submitted): string =>
	view.blocks.find(({ type, block_id }) => type === "input" && block_id !== undefined)?.block_id ?? "";

const hasInput = (form: Submitted, field: string): boolean =>
	form.view.blocks.some((block) => block.block_id === field && block.type === "input");

// The errors of fields can only be given at once, and a dialog can't be closed from here: then the form comes back with all that
// was typed, and what is wrong above it.
const late = (form: Submitted, outcome: Outcome, next: Next): Modal => {
	switch (outcome.kind) {
		case "done":
		case "used":
			return saying("That's recorded. You can close this.");
		case "form":
			return next(outcome);
		case "refuse":
			return saying(refusalText(outcome.refusal));
		case "errors":
			return refilled(form, Object.values(outcome.errors).join(" "));
		case "amend":
			return refilled(form, refusalText(outcome.refusal));
	}
};

/** The refusal alone, instead of the form. */
export const sayInstead = (refusal: Refusal): ViewAnswer => ({
	response_action: "update",
	view: saying(refusalText(refusal)),
});
