// Deny… and Ask…: one question each.
import { z } from "zod";
import { askForm, blankQuestion, denyForm, questionField } from "../../cards/kinds/questions.ts";
import type { Form } from "../../cards/model/form.ts";
import { filledInTeams, refilled, teamsDialog } from "../../cards/teams/form.ts";
import type { Answer } from "../../protocol/refusal.ts";
import type { Turn } from "./activity.ts";
import { closing, dialog, type InvokeAnswer, readingRefusal } from "./answer.ts";
import type { Kit } from "./kit.ts";

/** Which plan, the card that was pressed, and this dialog's own name. */
const Remembered = z.object({ plan: z.string(), message: z.string(), once: z.string().max(100) });

export const openQuestion = async ({ ref, zone }: Turn, plan: string, form: Form): Promise<InvokeAnswer> => {
	const remembered = { plan, message: ref.message, once: crypto.randomUUID() };
	return dialog(teamsDialog(form, { remembered, zone }));
};

export const submitDeny = (kit: Kit, turn: Turn, data: Record<string, unknown>) =>
	submit(turn, data, denyForm, ({ text, once: _, ...asked }) =>
		kit.backend.vote({ ...asked, verdict: "deny", reason: text }),
	);

export const submitAsk = (kit: Kit, turn: Turn, data: Record<string, unknown>) =>
	submit(turn, data, askForm, ({ text, ...asked }) => kit.backend.ask({ ...asked, question: text }));

type Asked = Pick<Turn, "by" | "place" | "ref"> & { plan: string; text: string; once: string };

const submit = async (
	{ by, place, ref, zone }: Turn,
	data: Record<string, unknown>,
	form: Form,
	work: (asked: Asked) => Promise<Answer<object>>,
): Promise<InvokeAnswer | null> => {
	const remembered = Remembered.safeParse(data);
	if (!remembered.success) return null;
	const { plan, message, once } = remembered.data;
	const filled = filledInTeams(form, data, zone);
	const text = `${filled[questionField] ?? ""}`;
	if (text.trim() === "") {
		const errors = { [questionField]: blankQuestion };
		return dialog(teamsDialog(refilled(form, filled), { remembered: { plan, message, once }, zone, errors }));
	}
	const card = { ...ref, message: ref.message || message };
	const answer = await work({ by, place, ref: card, plan, text, once: `${by.identity}:${once}` });
	return answer.ok ? closing("Done.") : readingRefusal(answer.refusal);
};
