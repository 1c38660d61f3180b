// The fields of the plan's dialog, by name, and how each kind of them is made.
import { within } from "../../words/amounts.ts";
import type { Field, Option } from "../model/form.ts";

export const fields = {
	endpoints: "Run on",
	command: "Command",
	form: "How it runs",
	arguments: "Arguments of the script",
	before: "Checks before",
	after: "Checks after",
	shell: "Shell",
	runAs: "Run as",
	runAsName: "User name",
	cwd: "Working directory",
	changes: "What changes",
	notices: "Who will notice",
	undo: "How to undo it",
	success: "Codes that mean success",
	restart: "Restart of the machine",
	person: "The person at the machine",
	personText: "Words for that person",
	personWait: "Their time, or yours after telling",
	personOtherwise: "If no one answers or is there",
	stepTimeLimit: "Time limit of each step",
	input: "Questions while it runs",
	failedCheck: "If a check before fails",
	decideWithin: "Decide within",
	runWithin: "Once approved, run within",
	notBefore: "Not before",
} as const;
export type PlanField = keyof typeof fields;

export const named = (id: PlanField) => ({ id, label: fields[id] });

type InputField = Extract<Field, { kind: "input" }>;
export const input = (
	id: PlanField,
	value: string,
	longest: number,
	some: Partial<InputField> = {},
): Field => ({
	kind: "input",
	...named(id),
	value,
	longest,
	...some,
});

export const choice = (id: PlanField, options: Option[], chosen: string | undefined): Field => ({
	kind: "choice",
	...named(id),
	options,
	chosen: chosen ?? null,
});

/** Seconds to choose from, including the wanted ones. */
export const span = (id: PlanField, spans: number[], wanted: number): Field =>
	choice(
		id,
		[...new Set([...spans, wanted])]
			.sort((a, b) => a - b)
			.map((seconds) => ({ label: within(seconds), value: `${seconds}` })),
		`${wanted}`,
	);
