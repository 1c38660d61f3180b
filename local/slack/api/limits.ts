// What Slack refuses in blocks and views, with its own error codes. The numbers are Slack's, from docs.slack.dev/reference.
import { z } from "zod";

/** Slack's answer to a request that it refuses. */
export type Refused = { ok: false; error: string; response_metadata?: { messages: string[] } };

/** All blocks of a message as JSON: undocumented, measured by others at about 13,200 (bolt-js#2509). */
const allBlocks = 13_200;

const plain = (max: number) =>
	z.strictObject({
		type: z.literal("plain_text"),
		text: z.string().min(1).max(max),
		emoji: z.boolean().optional(),
	});
const text = (max: number) =>
	z.discriminatedUnion("type", [
		plain(max),
		z.strictObject({
			type: z.literal("mrkdwn"),
			text: z.string().min(1).max(max),
			verbatim: z.boolean().optional(),
		}),
	]);

const blockId = z.string().max(255).optional();
const action = { action_id: z.string().min(1).max(255).optional(), focus_on_load: z.boolean().optional() };
const confirm = z
	.strictObject({
		title: plain(100),
		text: text(300),
		confirm: plain(30),
		deny: plain(30),
		style: z.enum(["primary", "danger"]).optional(),
	})
	.optional();
const option = z.strictObject({
	text: text(75),
	value: z.string().min(1).max(150),
	description: text(75).optional(),
	url: z.string().max(3_000).optional(),
});
const placeholder = plain(150).optional();
const groups = z
	.array(z.strictObject({ label: plain(75), options: z.array(option).min(1).max(100) }))
	.max(100);
const listed = {
	...action,
	confirm,
	placeholder,
	options: z.array(option).min(1).max(100).optional(),
	option_groups: groups.optional(),
};
const external = { ...action, confirm, placeholder, min_query_length: z.int().min(0).optional() };
const several = {
	initial_options: z.array(option).max(100).optional(),
	max_selected_items: z.int().min(1).optional(),
};
const image = z.object({ type: z.literal("image"), alt_text: z.string().max(2_000) }).loose();

const element = z.discriminatedUnion("type", [
	z.strictObject({
		type: z.literal("button"),
		...action,
		confirm,
		text: plain(75),
		value: z.string().max(2_000).optional(),
		url: z.string().max(3_000).optional(),
		style: z.enum(["primary", "danger"]).optional(),
		accessibility_label: z.string().max(75).optional(),
	}),
	z.strictObject({ type: z.literal("overflow"), ...action, confirm, options: z.array(option).min(1).max(5) }),
	z.strictObject({ type: z.literal("static_select"), ...listed, initial_option: option.optional() }),
	z.strictObject({ type: z.literal("multi_static_select"), ...listed, ...several }),
	z.strictObject({ type: z.literal("external_select"), ...external, initial_option: option.optional() }),
	z.strictObject({ type: z.literal("multi_external_select"), ...external, ...several }),
	z.strictObject({
		type: z.literal("radio_buttons"),
		...action,
		confirm,
		options: z.array(option).min(1).max(10),
		initial_option: option.optional(),
	}),
	z.strictObject({
		type: z.literal("checkboxes"),
		...action,
		confirm,
		options: z.array(option).min(1).max(10),
		initial_options: z.array(option).min(1).max(10).optional(),
	}),
	z.strictObject({
		type: z.literal("datetimepicker"),
		...action,
		confirm,
		initial_date_time: z.int().min(1e9).max(9_999_999_999).optional(),
	}),
	z.strictObject({
		type: z.literal("plain_text_input"),
		...action,
		placeholder,
		multiline: z.boolean().optional(),
		initial_value: z.string().max(3_000).optional(),
		min_length: z.int().min(0).max(3_000).optional(),
		max_length: z.int().min(1).max(3_000).optional(),
		dispatch_action_config: z.looseObject({}).optional(),
	}),
	z.strictObject({
		type: z.literal("file_input"),
		...action,
		filetypes: z.array(z.string().min(1)).optional(),
		max_files: z.int().min(1).max(10).optional(),
	}),
	image,
]);

const block = z.discriminatedUnion("type", [
	z
		.strictObject({
			type: z.literal("section"),
			block_id: blockId,
			text: text(3_000).optional(),
			fields: z.array(text(2_000)).min(1).max(10).optional(),
			accessory: element.optional(),
			expand: z.boolean().optional(),
		})
		.refine((section) => section.text ?? section.fields, "must have `text` or `fields`"),
	z.strictObject({ type: z.literal("header"), block_id: blockId, text: plain(150) }),
	z.strictObject({ type: z.literal("divider"), block_id: blockId }),
	z.strictObject({
		type: z.literal("context"),
		block_id: blockId,
		elements: z
			.array(z.union([text(3_000), image]))
			.min(1)
			.max(10),
	}),
	z.strictObject({
		type: z.literal("actions"),
		block_id: blockId,
		elements: z.array(element).min(1).max(25),
	}),
	z.strictObject({
		type: z.literal("input"),
		block_id: blockId,
		label: plain(2_000),
		hint: plain(2_000).optional(),
		optional: z.boolean().optional(),
		dispatch_action: z.boolean().optional(),
		element,
	}),
	z.strictObject({ type: z.literal("markdown"), block_id: blockId, text: z.string().min(1).max(12_000) }),
	z.strictObject({
		type: z.literal("rich_text"),
		block_id: blockId,
		elements: z.array(
			z.looseObject({
				type: z.enum(["rich_text_section", "rich_text_preformatted", "rich_text_quote", "rich_text_list"]),
			}),
		),
	}),
	z.looseObject({ type: z.literal("image"), block_id: blockId, alt_text: z.string().max(2_000) }),
	z.looseObject({ type: z.literal("table"), block_id: blockId }),
]);

const ids = (blocks: z.infer<typeof block>[]): string[] => blocks.flatMap(({ block_id }) => block_id ?? []);
const blocks = (max: number) =>
	z
		.array(block)
		.max(max)
		.refine((all) => new Set(ids(all)).size === ids(all).length, "`block_id` already exists");

const shared = {
	blocks: blocks(100),
	callback_id: z.string().max(255).optional(),
	external_id: z.string().max(255).optional(),
	private_metadata: z.string().max(3_000).optional(),
};
const View = z.discriminatedUnion("type", [
	z
		.strictObject({
			type: z.literal("modal"),
			...shared,
			title: plain(24),
			submit: plain(24).optional(),
			close: plain(24).optional(),
			clear_on_close: z.boolean().optional(),
			notify_on_close: z.boolean().optional(),
			submit_disabled: z.boolean().optional(),
		})
		.refine(
			(view) => view.submit ?? view.blocks.every(({ type }) => type !== "input"),
			"`submit` is required when an `input` block is within blocks array",
		),
	z.strictObject({ type: z.literal("home"), ...shared }),
]);

/** Null if Slack would take them. */
export const refuseBlocks = (value: unknown): Refused | null => {
	const read = blocks(50).safeParse(value);
	if (!read.success) return refused("invalid_blocks", "/blocks", read.error);
	if (JSON.stringify(value).length > allBlocks) return { ok: false, error: "msg_blocks_too_long" };
	return null;
};

/** Null if Slack would take it. */
export const refuseView = (value: unknown): Refused | null => {
	const read = View.safeParse(value);
	return read.success ? null : refused("invalid_arguments", "/view", read.error);
};

const refused = (error: string, at: string, { issues }: z.ZodError): Refused => ({
	ok: false,
	error,
	response_metadata: {
		messages: issues.map(
			({ message, path }) => `[ERROR] ${message} [json-pointer:${[at, ...path].join("/")}]`,
		),
	},
});
