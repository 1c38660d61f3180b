// Cancel…: asks the person first. Then it stops what runs, and what hasn't started never will.
import { cancelForm, cancelQuestion } from "../../cards/kinds/questions.ts";
import { type Doer, type Hands, type Reply, refuse } from "./reply.ts";

/** Opens the question, if the platform doesn't ask it itself beside the button. */
export const askCancel = async (
	{ backend }: Hands,
	{ by, place, ref }: Doer,
	plan: string,
): Promise<Reply> => {
	const found = await backend.askCancel({ by, place, ref, plan });
	if (!found.ok) return refuse(found.refusal);
	return { kind: "form", form: cancelForm(cancelQuestion(found.view)), remembered: { plan } };
};

export const cancelPlan = async (
	{ backend }: Hands,
	{ by, place, ref }: Doer,
	plan: string,
): Promise<Extract<Reply, { kind: "done" | "refuse" }>> => {
	const answer = await backend.cancel({ by, place, ref, plan });
	return answer.ok ? { kind: "done" } : refuse(answer.refusal);
};
