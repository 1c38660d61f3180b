// A dialog's form as Slack's blocks: one block each, named as errors and answers name them.
import { choices } from "../../../cards/model/actions.ts";
import type { Section } from "../../../cards/model/card.ts";
import {
	type Field,
	type FilledIn,
	type Form,
	isField,
	type Option,
	type Turns,
} from "../../../cards/model/form.ts";
import { limits } from "../../../cards/model/limits.ts";
import { plainText, type SlackBlock, sectionBlocks } from "../../../cards/slack/card.ts";

const most = limits.slack;

/** The action id of every input but the endpoints'. */
export const inputAction = "value";

/** What the fields out of view are filled in with, by their ids: the dialog has no blocks for them, so it remembers them. All are
 * short: choices, and inputs that are empty. */
export const foldedIn = ({ body }: Form): FilledIn =>
	Object.fromEntries(
		body.filter(isField).flatMap((field): [string, FilledIn[string]][] => {
			if (!field.folded) return [];
			if (field.kind === "files") return [];
			if (field.kind === "instant") return [[field.id, field.at]];
			return [[field.id, field.kind === "input" ? field.value : (field.chosen ?? "")]];
		}),
	);

/** Consecutive texts stay together. */
export const formBlocks = ({ body }: Form): SlackBlock[] => {
	const blocks: SlackBlock[] = [];
	let said: Section[] = [];
	const flush = () => {
		blocks.push(...sectionBlocks(said, ""));
		said = [];
	};
	for (const part of body) {
		if (!isField(part) && part.kind !== "turns") {
			said.push(part);
			continue;
		}
		if (isField(part) && part.folded) continue;
		if (!isField(part) && part.says) said.push({ kind: "text", line: part.says });
		flush();
		blocks.push(isField(part) ? inputBlock(part) : turnBlock(part));
	}
	flush();
	return blocks;
};

const turnBlock = ({ turns }: Turns): SlackBlock => ({
	type: "actions",
	elements: turns.map(({ turn, label }) => ({
		type: "button",
		action_id: turn,
		text: plainText(label, most.buttonText),
		value: turn,
	})),
});

const inputBlock = (field: Field): SlackBlock => ({
	type: "input",
	block_id: field.id,
	label: plainText(field.label, most.inputLabel),
	...(field.hint !== undefined && { hint: plainText(field.hint, most.inputHint) }),
	...(field.optional && { optional: true }),
	element: { action_id: inputAction, ...element(field) },
});

const element = (field: Field): { type: string; [key: string]: unknown } => {
	switch (field.kind) {
		case "input":
			return textInput(field);
		case "choice":
			return select(field);
		case "choices":
			return multiSelect(field);
		case "files":
			return { type: "file_input", filetypes: field.endings, max_files: field.most };
		case "instant":
			return {
				type: "datetimepicker",
				...(field.at !== null && { initial_date_time: Math.floor(field.at / 1000) }),
			};
	}
};

type Of<K extends Field["kind"]> = Extract<Field, { kind: K }>;

const textInput = ({ value, longest, multiline = false, focus }: Of<"input">) => ({
	type: "plain_text_input",
	multiline,
	max_length: longest,
	...(value !== "" && { initial_value: value.slice(0, longest) }),
	...(focus && { focus_on_load: true }),
});

const select = ({ options, chosen }: Of<"choice">) => {
	const all = options.map(optionOf);
	const initial = all.find(({ value }) => value === chosen);
	return { type: "static_select", options: all, ...(initial && { initial_option: initial }) };
};

/** Searched at Slack's request if there are more than a select can list. */
const multiSelect = ({ placeholder, options, chosen, most: selected, more }: Of<"choices">) => {
	const initial = options.filter(({ value }) => chosen.includes(value)).map(optionOf);
	const common = {
		action_id: choices.endpoints,
		placeholder: plainText(placeholder, most.placeholder),
		max_selected_items: selected,
		...(initial.length > 0 && { initial_options: initial }),
	};
	return more
		? { type: "multi_external_select", min_query_length: 0, ...common }
		: { type: "multi_static_select", options: options.slice(0, most.selectOptions).map(optionOf), ...common };
};

export const optionOf = ({ value, label, detail }: Option) => ({
	text: plainText(label, most.optionText),
	...(detail !== undefined && { description: plainText(detail, most.optionText) }),
	value,
});
