// The fields of the plan's dialog: one block each, named as errors and answers name them.
import { within } from "../../cards/format.ts";
import { limits } from "../../cards/limits.ts";
import { plainText, type SlackBlock } from "../../cards/slack.ts";

const most = limits.slack;

export const fields = {
	endpoints: "Run on",
	command: "Command",
	before: "Checks before",
	after: "Checks after",
	shell: "Shell",
	runAs: "Run as",
	runAsName: "User name",
	cwd: "Working directory",
	changes: "What changes",
	notices: "Who will notice",
	undo: "How to undo it",
	stepTimeLimit: "Time limit of each step",
	failedCheck: "If a check before fails",
	decideWithin: "Decide within",
	runWithin: "Once approved, run within",
	notBefore: "Not before",
} as const;
export type Field = keyof typeof fields;

/** The action id of every input but the endpoints'. */
export const inputAction = "value";

type Extra = { hint?: string; optional?: boolean };

export const input = (
	field: Field,
	element: { type: string; [key: string]: unknown },
	{ hint, optional }: Extra = {},
): SlackBlock => ({
	type: "input",
	block_id: field,
	label: plainText(fields[field], most.inputLabel),
	...(hint !== undefined && { hint: plainText(hint, most.inputHint) }),
	...(optional && { optional }),
	element: { action_id: inputAction, ...element },
});

type TextExtra = Extra & { multiline?: boolean; longest?: number; focus?: boolean };

export const textInput = (
	field: Field,
	value: string,
	{ multiline = false, longest = most.inputText, focus, ...extra }: TextExtra = {},
): SlackBlock =>
	input(
		field,
		{
			type: "plain_text_input",
			multiline,
			max_length: longest,
			...(value !== "" && { initial_value: value.slice(0, longest) }),
			...(focus && { focus_on_load: true }),
		},
		extra,
	);

export type Option = { label: string; value: string };

export const selectInput = (
	field: Field,
	options: Option[],
	chosen: string | undefined,
	extra: Extra = {},
): SlackBlock => {
	const all = options.map(({ label, value }) => ({ text: plainText(label, most.optionText), value }));
	const initial = all.find(({ value }) => value === chosen);
	return input(
		field,
		{ type: "static_select", options: all, ...(initial && { initial_option: initial }) },
		extra,
	);
};

/** Spans of seconds to choose from, the wanted one among them. */
export const spanInput = (
	field: Field,
	spans: readonly number[],
	wanted: number,
	extra: Extra = {},
): SlackBlock => {
	const all = [...new Set([...spans, wanted])].sort((a, b) => a - b);
	return selectInput(
		field,
		all.map((seconds) => ({ label: within(seconds), value: `${seconds}` })),
		`${wanted}`,
		extra,
	);
};
