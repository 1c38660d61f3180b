// Cancel…: a dialog asks first, and only its answer stops anything.
import { z } from "zod";
import { cancelForm, cancelQuestion } from "../../cards/kinds/questions.ts";
import { teamsDialog } from "../../cards/teams/form.ts";
import type { Turn } from "./activity.ts";
import { closing, dialog, type InvokeAnswer, readingRefusal } from "./answer.ts";
import type { Kit } from "./kit.ts";

/** Which plan, and the card that was pressed. */
const Remembered = z.object({ plan: z.string(), message: z.string() });

export const openCancel = async (
	kit: Kit,
	{ by, place, ref, zone }: Turn,
	plan: string,
): Promise<InvokeAnswer> => {
	const found = await kit.backend.show({ by, place, ref, plan });
	if (!found.ok) return readingRefusal(found.refusal);
	const { state } = found.view;
	if (state !== "approved" && state !== "running") return readingRefusal({ code: "nothing-to-cancel" });
	const remembered = { plan, message: ref.message };
	return dialog(teamsDialog(cancelForm(cancelQuestion(found.view)), { remembered, zone }));
};

export const submitCancel = async (
	kit: Kit,
	{ by, place, ref }: Turn,
	data: Record<string, unknown>,
): Promise<InvokeAnswer | null> => {
	const remembered = Remembered.safeParse(data);
	if (!remembered.success) return null;
	const { plan, message } = remembered.data;
	const card = { ...ref, message: ref.message || message };
	const answer = await kit.backend.cancel({ by, place, ref: card, plan });
	return answer.ok
		? closing("Caisey stops it now. The card shows how it ends.")
		: readingRefusal(answer.refusal);
};
