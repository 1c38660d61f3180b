// The dialog of [Ticket…]: one short field, answered by what came of it.
import { z } from "zod";
import { questionField, ticketForm } from "../../cards/kinds/questions.ts";
import { filledInTeams, refilled, teamsDialog } from "../../cards/teams/form.ts";
import type { Turn } from "./activity.ts";
import { closing, dialog, type InvokeAnswer, readingRefusal } from "./answer.ts";
import type { Kit } from "./kit.ts";

const Remembered = z.object({ session: z.string() });

export const openTicket = async (
	kit: Kit,
	{ by, place, zone }: Turn,
	session: string,
): Promise<InvokeAnswer> => {
	const found = await kit.backend.ticket({ by, place, session });
	if (!found.ok) return readingRefusal(found.refusal);
	return dialog(teamsDialog(ticketForm(found.ticket ?? ""), { remembered: { session }, zone }));
};

export const submitTicket = async (
	kit: Kit,
	{ by, place, zone }: Turn,
	data: Record<string, unknown>,
): Promise<InvokeAnswer | null> => {
	const remembered = Remembered.safeParse(data);
	if (!remembered.success) return null;
	const { session } = remembered.data;
	const form = ticketForm("");
	const filled = filledInTeams(form, data, zone);
	const answer = await kit.backend.setTicket({
		by,
		place,
		session,
		ticket: `${filled[questionField] ?? ""}`,
	});
	if (answer.ok) return closing("Done.");
	if (answer.refusal.code !== "bad-field") return readingRefusal(answer.refusal);
	const errors = { [questionField]: answer.refusal.reason };
	return dialog(teamsDialog(refilled(form, filled), { remembered: { session }, zone, errors }));
};
