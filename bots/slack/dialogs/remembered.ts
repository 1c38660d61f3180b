// What an open dialog remembers, since Slack hands it back: where it belongs, and what is filled in out of view.
import { z } from "zod";
import type { MessageRef, Place } from "../../../protocol/record/events.ts";
import { Remembered, type Reply } from "../../handlers/reply.ts";
import { foldedIn } from "./form-blocks.ts";
import { formView, type Modal } from "./views.ts";

/** Ids, places and short choices alone. */
export const Metadata = Remembered.extend({
	place: z.strictObject({ workspace: z.string(), channel: z.string(), thread: z.string().nullable() }),
	/** The card on which it was pressed. */
	message: z.string().default(""),
	/** The private preview that it was opened from; taken back once the plan is proposed. */
	preview: z.string().max(1_000).nullable().default(null),
	/** The fields out of view, by their ids. */
	folded: z
		.record(
			z.string().max(40),
			z.union([z.string().max(300), z.array(z.string().max(40)).max(10), z.int(), z.null()]),
		)
		.default({}),
	/** The names of the endpoints among them. */
	on: z.array(z.string().max(100)).max(10).default([]),
});
export type Metadata = z.infer<typeof Metadata>;

const Json = z.string().transform((text, context): unknown => {
	try {
		return JSON.parse(text);
	} catch {
		context.addIssue("not JSON");
	}
});

/** A payload with a view of ours. */
export const Remembering = z.looseObject({
	view: z.looseObject({ private_metadata: Json.pipe(Metadata) }),
});

type FormReply = Extract<Reply, { kind: "form" }>;
type Where = { place: Place; ref: Pick<MessageRef, "message"> };

export const viewOf = (
	{ form, remembered }: FormReply,
	{ place, ref }: Where,
	preview: string | null,
): Modal => {
	const on = form.body.flatMap((part) =>
		part.kind === "choices" && part.folded
			? part.options
					.filter(({ value }) => part.chosen.includes(value))
					.map(({ label }) => label.slice(0, 100))
			: [],
	);
	const folded = foldedIn(form);
	return formView(form, {
		...{ ...remembered, place, message: ref.message, preview },
		...(Object.keys(folded).length > 0 && { folded }),
		...(on.length > 0 && { on }),
	} satisfies z.input<typeof Metadata>);
};
