// The plan's dialog: everything that a proposal needs, filled in as far as known.

import { inQuotes } from "../../domain/line.ts";
import { shown } from "../../domain/text.ts";
import { wordsAtMost } from "../../protocol/plan/beside.ts";
import { asksPerson, personTextLimit } from "../../protocol/plan/person.ts";
import { type PlanDraft, Shell } from "../../protocol/plan/plan.ts";
import { rightsText } from "../../words/accounts.ts";
import { byteLength, count, exactBytes } from "../../words/amounts.ts";
import { type Begin, handOver } from "../../words/begin.ts";
import { willCheckText } from "../../words/preflight.ts";
import { forms } from "../../words/script.ts";
import { dialogs, turns } from "../model/actions.ts";
import type { Section } from "../model/card.ts";
import { cut, shortened } from "../model/cut.ts";
import type { Field, Form } from "../model/form.ts";
import { brief } from "../plain.ts";
import { endpointOption } from "./endpoints.ts";
import { keptInPlan } from "./kept-blanks.ts";
import { choice, input, named, span } from "./plan-fields.ts";
import { inputOf, inputOptions, inputs } from "./plan-inputs.ts";
import { commandOf, fileIn, keepsText, scriptIn, stepsOf } from "./plan-texts.ts";
import { withUsualFolded } from "./plan-usual.ts";
import type { ProposalForm } from "./proposal-form.ts";

type Options = {
	/** The most characters that an input of the platform takes. */
	inputText: number;
	/** What people there write before a request. */
	begin: Begin;
	/** Opens with the cursor in the command. */
	focus?: boolean;
	/** With all fields in view. */
	whole?: boolean;
	/** Offers the saved snippets. */
	snippets?: boolean;
};

export const planForm = (form: ProposalForm, options: Options): Form => {
	const { inputText, begin, focus = false, whole = false, snippets = false } = options;
	const { draft } = form;
	const kept = keepsText(draft, inputText);
	const body: Form["body"] = [
		...(snippets && !kept ? [useSnippet] : []),
		...changing(draft),
		...(kept ? readOnly(draft, begin) : [commandInput(draft, { inputText, begin, focus })]),
		...undoing(draft),
		where(form),
		...scripted(draft, inputText),
		...(kept ? [] : checks(draft, inputText)),
		...how(form, inputText),
		...times(form),
	];
	return {
		dialog: dialogs.plan,
		title: "Propose a command",
		submit: "Propose",
		takes: willCheckText,
		body: whole ? body : withUsualFolded(form, body),
	};
};

const useSnippet: Form["body"][number] = {
	kind: "turns",
	turns: [{ turn: turns.snippets, label: "Use a snippet…" }],
};

/** What replaces the dialog when the client has no endpoint. */
export const noEndpoint = (client: string): string =>
	`No endpoint is enrolled for ${client} yet, so there is nothing to run a command on. Enroll one first.`;

const where = ({ endpoints, more, draft, last = [] }: ProposalForm): Field => ({
	kind: "choices",
	...named("endpoints"),
	hint: `${last.includes("endpoints") ? "Filled in as last time: check that it's right. " : ""}Up to 10. The same plan runs on each.`,
	placeholder: more ? "Type a name…" : "Choose where to run it…",
	options: endpoints.map(endpointOption),
	chosen: draft.endpoints ?? (endpoints.length === 1 ? endpoints.map(({ id }) => id) : []),
	most: 10,
	more,
});

const commandInput = (draft: Partial<PlanDraft>, { inputText, begin, focus = false }: Options): Field =>
	input("command", stepsOf(draft, "command")[0] ?? "", inputText, {
		multiline: true,
		focus,
		hint: `The approver sees exactly this, and exactly this runs. In place of a password write {{secret:its-name}}: I ask for it in the console. If it is longer than ${count(inputText)} characters, ${handOver[begin]}.`,
	});

const names = { before: "Check before", command: "Command", after: "Check after" } as const;

const readOnly = ({ steps = [], shell }: Partial<PlanDraft>, begin: Begin): Section[] => [
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
	...(shell ? keptInPlan({ shell, steps }) : []),
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

/** What the approver reads first stands first. */
const changing = ({ words }: Partial<PlanDraft>): Field[] => [
	input("changes", words?.changes ?? "", wordsAtMost.characters, {
		multiline: true,
		hint: `In plain words for the approver, up to ${wordsAtMost.lines} lines.`,
	}),
];

const undoing = ({ words }: Partial<PlanDraft>): Field[] => [
	input("undo", words?.undo ?? "", wordsAtMost.characters, { multiline: true, optional: true }),
	input("notices", words?.notices ?? "", wordsAtMost.characters, { multiline: true, optional: true }),
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
