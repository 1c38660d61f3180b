// Deny… and Ask…: what was written in their dialogs.
import { blankQuestion, questionField } from "../../cards/kinds/questions.ts";
import { dialogs } from "../../cards/model/actions.ts";
import { type Doer, doneOr, type Hands, type Submitted } from "./reply.ts";

/** `doer.ref`: the card on which it was pressed. `once`: the same whenever the same dialog is sent again. */
export type Question = { doer: Doer; plan: string; text: string; once: string };

export const submitQuestion = async (
	{ backend }: Hands,
	dialog: typeof dialogs.deny | typeof dialogs.ask,
	{ doer: { by, place, ref }, plan, text, once }: Question,
): Promise<Submitted> => {
	if (text.trim() === "") return { kind: "errors", errors: { [questionField]: blankQuestion } };
	return doneOr(
		dialog === dialogs.deny
			? await backend.vote({ by, place, ref, plan, verdict: "deny", reason: text })
			: await backend.ask({ by, place, ref, plan, question: text, once }),
	);
};
