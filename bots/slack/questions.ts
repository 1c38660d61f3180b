// Deny… and Ask…: one question each, opened at once and answered by what came of it.
import { z } from "zod";
import { blankQuestion, questionField } from "../../cards/kinds/questions.ts";
import type { Answer } from "../../protocol/refusal.ts";
import type { Kit } from "./kit.ts";
import { type Deed, deedOf } from "./payload.ts";
import { sayInstead, settle, submitted, type ViewAnswer } from "./submission.ts";
import { type About, askView, denyView } from "./views.ts";

const Remembered = z.strictObject({
	plan: z.string(),
	place: z.strictObject({ workspace: z.string(), channel: z.string(), thread: z.string().nullable() }),
	message: z.string(),
}) satisfies z.ZodType<About>;

const Values = z.object({ [questionField]: z.object({ value: z.object({ value: z.string().nullish() }) }) });

const open = async (
	kit: Kit,
	{ place, ref, answer }: Deed,
	plan: string,
	view: typeof denyView,
): Promise<void> => {
	await kit.web().views.open({
		trigger_id: answer.trigger ?? "",
		view: view({ plan, place, message: ref.message }),
	});
};

export const openDeny = (kit: Kit, deed: Deed, plan: string) => open(kit, deed, plan, denyView);
export const openAsk = (kit: Kit, deed: Deed, plan: string) => open(kit, deed, plan, askView);

export const submitDeny = (kit: Kit, body: unknown): Promise<ViewAnswer> =>
	submit(kit, body, ({ text, once: _, ...asked }) =>
		kit.backend.vote({ ...asked, verdict: "deny", reason: text }),
	);

export const submitAsk = (kit: Kit, body: unknown): Promise<ViewAnswer> =>
	submit(kit, body, ({ text, ...asked }) => kit.backend.ask({ ...asked, question: text }));

type Asked = Pick<Deed, "by" | "place" | "ref"> & { plan: string; text: string; once: string };

const submit = async (
	kit: Kit,
	body: unknown,
	work: (asked: Asked) => Promise<Answer<object>>,
): Promise<ViewAnswer> => {
	const form = submitted(body);
	const text = Values.parse(form.view.state.values)[questionField].value.value ?? "";
	if (text.trim() === "") return { response_action: "errors", errors: { [questionField]: blankQuestion } };
	const { plan, place, message } = Remembered.parse(JSON.parse(form.view.private_metadata));
	const ref = { workspace: place.workspace, channel: place.channel, message };
	const asked = { by: deedOf(body).by, place, ref, plan, text, once: form.view.id };
	return settle(kit, form, work(asked), sayInstead);
};
