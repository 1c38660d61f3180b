// The plan's dialog: everything that a proposal needs, filled in as far as known.

import { inQuotes } from "../../domain/line.ts";
import { shown } from "../../domain/text.ts";
import type { Policy } from "../../protocol/people.ts";
import { wordsAtMost } from "../../protocol/plan/beside.ts";
import { asksPerson, personTextLimit } from "../../protocol/plan/person.ts";
import { type PlanDraft, Shell } from "../../protocol/plan/plan.ts";
import { rightsText } from "../../words/accounts.ts";
import { byteLength, count, exactBytes, within } from "../../words/amounts.ts";
import { type Begin, handOver } from "../../words/begin.ts";
import { forms } from "../../words/script.ts";
import { dialogs } from "../model/actions.ts";
import type { Section } from "../model/card.ts";
import { cut, shortened } from "../model/cut.ts";
import type { Field, Form, Option } from "../model/form.ts";
import { brief } from "../plain.ts";
import { type EndpointChoice, endpointOption } from "./endpoints.ts";
import { inputOf, inputOptions, inputs } from "./plan-inputs.ts";
import { commandOf, fileIn, keepsText, scriptIn, stepsOf } from "./plan-texts.ts";

/** What the dialog for a plan starts from. */
export type ProposalForm = {
	session: string;
	client: string;
	/** The first 100 and the chosen ones, sorted by name. `more`: people can search for others. */
	endpoints: EndpointChoice[];
	more: boolean;
	policy: Policy;
	/** Filled in as far as known. */
	draft: Partial<PlanDraft>;
};

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

type Options = {
	/** The most characters that an input of the platform takes. */
	inputText: number;
	/** What people there write before a request. */
	begin: Begin;
	/** Opens with the cursor in the command. */
	focus?: boolean;
};

export const planForm = (form: ProposalForm, { inputText, begin, focus = false }: Options): Form => {
	const { draft } = form;
	return {
		dialog: dialogs.plan,
		title: "Propose a command",
		submit: "Propose",
		body: [
			where(form),
			...(keepsText(draft, inputText)
				? [...readOnly(draft, begin), ...scripted(draft, inputText)]
				: [
						commandInput(draft, { inputText, begin, focus }),
						...scripted(draft, inputText),
						...checks(draft, inputText),
					]),
			...how(form, inputText),
			...words(draft),
			...times(form),
		],
	};
};

/** What replaces the dialog when the client has no endpoint. */
export const noEndpoint = (client: string): string =>
	`No endpoint is enrolled for ${client} yet, so there is nothing to run a command on. Enroll one first.`;

const where = ({ endpoints, more, draft }: ProposalForm): Field => ({
	kind: "choices",
	...named("endpoints"),
	hint: "Up to 10. The same plan runs on each.",
	placeholder: more ? "Type a name…" : "Choose where to run it…",
	options: endpoints.map(endpointOption),
	chosen: draft.endpoints ?? (endpoints.length === 1 ? endpoints.map(({ id }) => id) : []),
	most: 10,
	more,
});

const named = (id: PlanField) => ({ id, label: fields[id] });

type InputField = Extract<Field, { kind: "input" }>;
const input = (id: PlanField, value: string, longest: number, some: Partial<InputField> = {}): Field => ({
	kind: "input",
	...named(id),
	value,
	longest,
	...some,
});

const commandInput = (draft: Partial<PlanDraft>, { inputText, begin, focus = false }: Options): Field =>
	input("command", stepsOf(draft, "command")[0] ?? "", inputText, {
		multiline: true,
		focus,
		hint: `The approver sees exactly this, and exactly this runs. In place of a password write {{secret:its-name}}: I ask for it in the console. If it is longer than ${count(inputText)} characters, ${handOver[begin]}.`,
	});

const names = { before: "Check before", command: "Command", after: "Check after" } as const;

const readOnly = ({ steps = [] }: Partial<PlanDraft>, begin: Begin): Section[] => [
	...steps.map(({ phase, command, script }): Section => {
		const all = shown(command);
		const text = cut(all, "first", { characters: phase === "command" ? 2_000 : 200, lines: 40 });
		const partly = text === all ? "" : ` (${shortened(text, all)})`;
		return {
			kind: "code",
			label: `${names[phase]}${script ? `, the script ${script.name}` : ""}, ${exactBytes(byteLength(command))}, taken as it is${partly}`,
			text,
		};
	}),
	{ kind: "text", line: [`To change the command, ${handOver[begin]} again, changed.`] },
];

/** Whether it runs as a script, unless that is plain, and the arguments that it gets then. */
const scripted = (draft: Partial<PlanDraft>, inputText: number): Field[] => [
	...(fileIn(draft)
		? []
		: [
				{
					...choice("form", formOptions, scriptIn(draft) ? "script" : "command"),
					hint: "A script file may be long, has a folder of its own, and in cmd may have several lines.",
				},
			]),
	input("arguments", scriptIn(draft)?.arguments.join("\n") ?? "", inputText, {
		multiline: true,
		optional: true,
		hint: "Only for a script file: one argument a line, each exactly as written.",
	}),
];

const formOptions = Object.entries(forms).map(([value, label]) => ({ value, label }));

const checks = (draft: Partial<PlanDraft>, inputText: number): Field[] =>
	(["before", "after"] as const).map((phase) =>
		input(phase, stepsOf(draft, phase).join("\n"), inputText, {
			multiline: true,
			optional: true,
			hint: `One command a line, up to 10. Each runs by itself ${phase} the command and shows its own result.`,
		}),
	);

const choice = (id: PlanField, options: Option[], chosen: string | undefined): Field => ({
	kind: "choice",
	...named(id),
	options,
	chosen: chosen ?? null,
});

const how = ({ endpoints, draft }: ProposalForm, inputText: number): Field[] => {
	const available = Shell.options.filter((shell) => endpoints.some(({ shells }) => shells.includes(shell)));
	const shells = available.length > 0 ? available : Shell.options;
	const only = endpoints.length === 1 ? shells[0] : undefined;
	const accounts = [...new Set(endpoints.map(({ agentUser }) => agentUser))].filter((user) => user !== "");
	const account =
		accounts.length === 1
			? `The agent's account (reported as ${inQuotes(brief(accounts[0] ?? "", 40))}${rightsText(accounts[0] ?? "")})`
			: "The agent's account";
	return [
		choice(
			"shell",
			shells.map((shell) => ({ label: shell, value: shell })),
			draft.shell ?? only,
		),
		choice(
			"runAs",
			[
				{ label: account, value: "agent" },
				{ label: "Another user, named below", value: "user" },
				{ label: "The user who is logged on at its screen", value: "logged-on" },
			],
			draft.runAs?.kind ?? "agent",
		),
		input("runAsName", draft.runAs && "name" in draft.runAs ? (draft.runAs.name ?? "") : "", 256, {
			optional: true,
			hint: "Of another user; or which logged-on user, where several may be.",
		}),
		input("cwd", draft.cwd ?? "", inputText, {
			optional: true,
			hint: "Leave it empty for that account's home folder.",
		}),
	];
};

const words = ({ words }: Partial<PlanDraft>): Field[] => [
	input("changes", words?.changes ?? "", wordsAtMost.characters, {
		multiline: true,
		hint: `In plain words for the approver, up to ${wordsAtMost.lines} lines.`,
	}),
	input("notices", words?.notices ?? "", wordsAtMost.characters, { multiline: true, optional: true }),
	input("undo", words?.undo ?? "", wordsAtMost.characters, { multiline: true, optional: true }),
];

const minute = 60;
const hour = 3_600;
const day = 86_400;
const spans = [15 * minute, hour, 4 * hour, day, 3 * day, 7 * day];

const times = ({ draft, policy }: ProposalForm): Field[] => [
	input("success", (commandOf(draft)?.success ?? [0]).join(", "), 200, {
		optional: true,
		hint: "Of the command: its exit codes, such as 0, 3010. Empty means 0.",
	}),
	choice(
		"restart",
		[
			{ label: "Not expected", value: "no" },
			{ label: "The command restarts it; checks after run when it's back", value: "yes" },
		],
		draft.restart ? "yes" : "no",
	),
	...forPerson(draft),
	span(
		"stepTimeLimit",
		[30, minute, 5 * minute, 10 * minute, 30 * minute, hour, 4 * hour, day],
		draft.stepTimeLimit ?? policy.stepTimeLimit,
	),
	choice("input", inputOptions, inputOf(draft.input ?? inputs.choices.kinds)),
	choice(
		"failedCheck",
		[
			{ label: "Stop: don't run the command", value: "stop" },
			{ label: "Run the command anyway", value: "continue" },
		],
		draft.failedCheck ?? "stop",
	),
	span("decideWithin", spans, draft.decideWithin ?? policy.decideWithin),
	span("runWithin", spans, draft.runWithin ?? policy.runWithin),
	{ kind: "instant", ...named("notBefore"), at: draft.notBefore ?? null, optional: true },
];

const forPerson = ({ person }: Partial<PlanDraft>): Field[] => [
	choice(
		"person",
		[
			{ label: "Neither told nor asked", value: "no" },
			{ label: "Told before it runs", value: "tell" },
			{ label: "Asked: now or in an hour", value: "ask" },
		],
		person ? (asksPerson(person) ? "ask" : "tell") : "no",
	),
	input("personText", person?.text ?? "", personTextLimit, {
		multiline: true,
		optional: true,
		hint: "Shown on their screen just like this, such as: IT will restart Outlook in 5 minutes.",
	}),
	span("personWait", [minute, 5 * minute, 15 * minute, hour], person?.wait ?? 5 * minute),
	choice(
		"personOtherwise",
		[
			{ label: "Run it", value: "run" },
			{ label: "Don't run it", value: "stop" },
		],
		person?.otherwise ?? "run",
	),
];

// Seconds to choose from, including the wanted ones.
const span = (id: PlanField, spans: number[], wanted: number): Field =>
	choice(
		id,
		[...new Set([...spans, wanted])]
			.sort((a, b) => a - b)
			.map((seconds) => ({ label: within(seconds), value: `${seconds}` })),
		`${wanted}`,
	);
