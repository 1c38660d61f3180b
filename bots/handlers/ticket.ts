// The dialog of [Ticket…]: one short field.
import { questionField, ticketForm } from "../../cards/kinds/questions.ts";
import { type Doer, doneOr, type Hands, type Reply, refuse, type Submitted } from "./reply.ts";

type Who = Pick<Doer, "by" | "place">;

export const openTicket = async ({ backend }: Hands, { by, place }: Who, session: string): Promise<Reply> => {
	const found = await backend.ticket({ by, place, session });
	if (!found.ok) return refuse(found.refusal);
	return { kind: "form", form: ticketForm(found.ticket ?? ""), remembered: { session } };
};

export const submitTicket = async (
	{ backend }: Hands,
	{ by, place }: Who,
	session: string,
	ticket: string,
): Promise<Submitted> => {
	const answer = await backend.setTicket({ by, place, session, ticket });
	if (!answer.ok && answer.refusal.code === "bad-field")
		return { kind: "errors", errors: { [questionField]: answer.refusal.reason } };
	return doneOr(answer);
};
