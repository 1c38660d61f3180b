// A dialog that was sent: which one, and what it remembered; its answer is what came of it.
import { z } from "zod";
import { type DialogId, dialogs } from "../../cards/model/actions.ts";
import type { Turn } from "./activity.ts";
import { type InvokeAnswer, readingRefusal } from "./answer.ts";
import { submitCancel } from "./cancel.ts";
import type { Kit } from "./kit.ts";
import { submitPlan } from "./plan-dialog.ts";
import { submitAsk, submitDeny } from "./questions.ts";
import { submitTicket } from "./ticket.ts";

const Data = z.looseObject({ dialog: z.enum(dialogs) });

/** Each answers null where what comes back is not what the dialog remembered. */
const submits = {
	[dialogs.plan]: submitPlan,
	[dialogs.deny]: submitDeny,
	[dialogs.ask]: submitAsk,
	[dialogs.cancel]: submitCancel,
	[dialogs.ticket]: submitTicket,
} as const satisfies Record<
	DialogId,
	(kit: Kit, turn: Turn, data: Record<string, unknown>) => Promise<InvokeAnswer | null>
>;

export const submit = async (kit: Kit, turn: Turn, given: unknown): Promise<InvokeAnswer> => {
	const read = Data.safeParse(given);
	const answer = read.success ? await submits[read.data.dialog](kit, turn, read.data) : null;
	if (answer) return answer;
	const { by, place } = turn;
	await kit.backend.attempt({
		by,
		place,
		action: "dialog",
		code: "unknown-action",
		detail: "no dialog of ours",
	});
	return readingRefusal({ code: "unknown-action" });
};
