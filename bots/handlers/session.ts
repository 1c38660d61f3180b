// The dialogs of Close… and Hand over…: what was done, and who has it from now on.

import { questionField } from "../../cards/kinds/questions.ts";
import { closeForm, handOverForm } from "../../cards/kinds/session-forms.ts";
import { type Doer, doneOr, type Hands, type Reply, refuse, type Submitted } from "./reply.ts";

type Who = Pick<Doer, "by" | "place">;

export const openClosing = async (
	{ backend }: Hands,
	{ by, place }: Who,
	session: string,
): Promise<Reply> => {
	const found = await backend.closing({ by, place, session });
	if (!found.ok) return refuse(found.refusal);
	return { kind: "form", form: closeForm(found.did), remembered: { session } };
};

export const submitClosing = async (
	{ backend }: Hands,
	{ by, place }: Who,
	session: string,
	did: string,
): Promise<Submitted> => {
	const answer = await backend.close({ by, place, session, did });
	if (!answer.ok && answer.refusal.code === "looks-secret")
		return { kind: "amend", refusal: answer.refusal, field: questionField };
	return doneOr(answer);
};

export const openHandOver = async (
	{ backend }: Hands,
	{ by, place }: Who,
	session: string,
): Promise<Reply> => {
	const found = await backend.takers({ by, place, session });
	if (!found.ok) return refuse(found.refusal);
	return { kind: "form", form: handOverForm(found.people), remembered: { session } };
};

export const submitHandOver = async (
	{ backend }: Hands,
	{ by, place }: Who,
	session: string,
	to: string,
): Promise<Submitted> => {
	const answer = await backend.handOver({ by, place, session, to });
	if (!answer.ok && answer.refusal.code === "bad-field")
		return { kind: "errors", errors: { [questionField]: answer.refusal.reason } };
	return doneOr(answer);
};
