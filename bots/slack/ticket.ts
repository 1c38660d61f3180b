// The dialog of [Ticket…]: one short field, answered by what came of it.
import { z } from "zod";
import { questionField, ticketForm } from "../../cards/kinds/questions.ts";
import { type Kit, refused } from "./kit.ts";
import { type Deed, deedOf } from "./payload.ts";
import { sayInstead, settle, submitted, type ViewAnswer } from "./submission.ts";
import { formView } from "./views.ts";

const About = z.strictObject({
	session: z.string(),
	place: z.strictObject({ workspace: z.string(), channel: z.string(), thread: z.string().nullable() }),
});

const Values = z.object({ [questionField]: z.object({ value: z.object({ value: z.string().nullish() }) }) });

export const openTicket = async (kit: Kit, deed: Deed, session: string): Promise<void> => {
	const { by, place, answer } = deed;
	const found = await kit.backend.ticket({ by, place, session });
	if (!found.ok) return refused(kit, deed, found.refusal);
	await kit.web().views.open({
		trigger_id: answer.trigger ?? "",
		view: formView(ticketForm(found.ticket ?? ""), { session, place } satisfies z.infer<typeof About>),
	});
};

export const submitTicket = async (kit: Kit, body: unknown): Promise<ViewAnswer> => {
	const form = submitted(body);
	const ticket = Values.parse(form.view.state.values)[questionField].value.value ?? "";
	const about = About.parse(JSON.parse(form.view.private_metadata));
	const work = kit.backend.setTicket({ by: deedOf(body).by, ...about, ticket });
	return settle(kit, form, work, (refusal) =>
		refusal.code === "bad-field"
			? { response_action: "errors", errors: { [questionField]: refusal.reason } }
			: sayInstead(refusal),
	);
};
