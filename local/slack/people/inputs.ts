// What people typed and chose, in the shape of Slack's `state.values`, and what is wrong with it.
import { z } from "zod";
import type { Block } from "../store/rows.ts";
import type { Input, Inputs } from "./wire.ts";
import { Option } from "./wire.ts";

/** An input or button within a block, as far as it matters here. */
export const Element = z.looseObject({
	type: z.string(),
	action_id: z.string().optional(),
	options: z.array(Option.loose()).optional(),
	option_groups: z.array(z.looseObject({ options: z.array(Option.loose()) })).optional(),
	initial_value: z.string().optional(),
	initial_option: Option.loose().optional(),
	initial_options: z.array(Option.loose()).optional(),
	initial_date_time: z.int().optional(),
	min_length: z.int().optional(),
	max_length: z.int().optional(),
	filetypes: z.array(z.string()).optional(),
	max_files: z.int().optional(),
});
export type Element = z.infer<typeof Element>;

const Holder = z.looseObject({
	element: Element.optional(),
	accessory: Element.optional(),
	elements: z.array(z.unknown()).optional(),
	optional: z.boolean().optional(),
});

/** Everything in a block that someone could press or fill in. */
export const elementsOf = (block: Block): Element[] => {
	const { element, accessory, elements } = Holder.parse(block);
	const listed = block.type === "actions" ? (elements ?? []).map((each) => Element.parse(each)) : [];
	return [...(element ? [element] : []), ...(accessory ? [accessory] : []), ...listed];
};

export type Values = Record<string, Record<string, object>>;

/** `state.values`: every input of the blocks, filled in or not. */
export const stateValues = (blocks: Block[], inputs: Inputs): Values => {
	const values: Values = {};
	for (const block of blocks) {
		for (const element of elementsOf(block)) {
			const value = stateOf(element, inputs[block.block_id ?? ""]?.[element.action_id ?? ""]);
			if (value)
				values[block.block_id ?? ""] = { ...values[block.block_id ?? ""], [element.action_id ?? ""]: value };
		}
	}
	return values;
};

/** One input's value as Slack writes it; undefined for what holds none. `input` undefined: untouched. */
export const stateOf = (element: Element, input: Input | undefined): object | undefined => {
	const { type } = element;
	switch (type) {
		case "plain_text_input": {
			const value = input === undefined ? element.initial_value : input;
			return { type, value: typeof value === "string" && value !== "" ? value : null };
		}
		case "file_input": {
			const files = typeof input === "object" && input !== null && "files" in input ? input.files : [];
			return { type, files };
		}
		case "datetimepicker":
			return { type, selected_date_time: input === undefined ? (element.initial_date_time ?? null) : input };
		case "static_select":
		case "external_select":
		case "radio_buttons":
			return { type, selected_option: input === undefined ? (element.initial_option ?? null) : input };
		case "multi_static_select":
		case "multi_external_select":
		case "checkboxes":
			return {
				type,
				selected_options: input === undefined ? (element.initial_options ?? []) : (input ?? []),
			};
		default:
			return undefined;
	}
};

/** What Slack itself refuses before it asks the app; by block id. */
export const wrongInputs = (blocks: Block[], inputs: Inputs): Record<string, string> => {
	const wrong: Record<string, string> = {};
	for (const block of blocks.filter(({ type }) => type === "input")) {
		const { element, optional } = Holder.parse(block);
		if (!element) continue;
		const value = stateOf(element, inputs[block.block_id ?? ""]?.[element.action_id ?? ""]);
		const problem = value && problemOf(element, Object.values(value)[1], optional ?? false);
		if (problem) wrong[block.block_id ?? ""] = problem;
	}
	return wrong;
};

const Named = z.array(z.looseObject({ name: z.string() }));

const wrongFiles = ({ filetypes, max_files = 10 }: Element, value: unknown): string | undefined => {
	const files = Named.parse(value);
	if (files.length > max_files) return `Please upload ${max_files} files or fewer.`;
	const isWrong = ({ name }: { name: string }) =>
		filetypes !== undefined && !filetypes.includes(name.split(".").at(-1)?.toLowerCase() ?? "");
	return files.some(isWrong) ? "This file type isn't supported here." : undefined;
};

const problemOf = (element: Element, value: unknown, optional: boolean): string | undefined => {
	const empty = value === null || (Array.isArray(value) && value.length === 0);
	if (empty) return optional ? undefined : "Please complete this required field.";
	if (element.type === "file_input") return wrongFiles(element, value);
	if (typeof value !== "string") return undefined;
	const { min_length = 0, max_length = 3_000 } = element;
	if (value.length < min_length) return `Please enter at least ${min_length} characters.`;
	if (value.length > max_length) return `Please shorten this to ${max_length} characters or less.`;
	return undefined;
};
