// A dialog as Slack sends it: decoded once, here.
import { z } from "zod";

const Element = z.looseObject({
	type: z.string(),
	action_id: z.string(),
	initial_value: z.unknown().optional(),
	initial_option: z.unknown().optional(),
	initial_options: z.unknown().optional(),
	initial_date_time: z.unknown().optional(),
	focus_on_load: z.unknown().optional(),
});
const Block = z.looseObject({
	type: z.string(),
	block_id: z.string().optional(),
	element: Element.optional(),
});

const Submission = z.looseObject({
	view: z.looseObject({
		id: z.string(),
		callback_id: z.string(),
		private_metadata: z.string(),
		title: z.looseObject({ text: z.string() }),
		submit: z.looseObject({ text: z.string() }).nullish(),
		blocks: z.array(Block),
		state: z.looseObject({ values: z.unknown() }),
	}),
});
export type Submitted = z.infer<typeof Submission>;

export const submitted = (body: unknown): Submitted => Submission.parse(body);
