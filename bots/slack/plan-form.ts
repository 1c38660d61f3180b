// The plan's dialog: everything that a proposal needs, filled in as far as it is known.
import { dialogs } from "../../cards/actions.ts";
import { cut, shortened } from "../../cards/cut.ts";
import { byteLength, exactBytes } from "../../cards/format.ts";
import { limits } from "../../cards/limits.ts";
import type { Section } from "../../cards/model.ts";
import { plainText, type SlackBlock, sectionBlocks } from "../../cards/slack.ts";
import { type Phase, type PlanDraft, Shell } from "../../protocol/plan.ts";
import { shown } from "../../protocol/text.ts";
import type { ProposalForm } from "../backend.ts";
import { endpointSelect } from "./endpoints.ts";
import { input, selectInput, spanInput, textInput } from "./plan-fields.ts";
import type { Metadata } from "./plan-metadata.ts";
import { type Modal, modal, saying } from "./views.ts";

/** `focus`: the command is what is to be edited. */
export const planForm = (form: ProposalForm, metadata: Metadata, focus = false): Modal => {
	if (form.endpoints.length === 0)
		return saying(
			`No endpoint is enrolled for ${form.client} yet, so there is nothing to run a command on. Enrol one first.`,
		);
	const { draft } = form;
	const kept = keepsText(draft);
	return modal(
		"Propose a command",
		[
			input("endpoints", endpointSelect(form.endpoints, form.more, draft.endpoints ?? alone(form)), {
				hint: "Up to 10. The same plan runs on each.",
			}),
			...(kept ? readOnly(draft) : [commandInput(draft, focus), ...checks(draft)]),
			...how(form),
			...words(draft),
			...times(form),
		],
		{ callback: dialogs.plan, submit: "Propose", metadata: { ...metadata, kept } },
	);
};

const alone = ({ endpoints }: ProposalForm): string[] =>
	endpoints.length === 1 && endpoints[0] ? [endpoints[0].id] : [];

const stepsOf = (draft: Partial<PlanDraft>, phase: Phase): string[] =>
	(draft.steps ?? []).filter((step) => step.phase === phase).map(({ command }) => command);

/** Whether some step can't pass through a dialog's inputs unchanged: too long, or with characters that inputs drop. */
export const keepsText = (draft: Partial<PlanDraft>): boolean => {
	const checks = [stepsOf(draft, "before"), stepsOf(draft, "after")];
	const inputs = [...checks.map((lines) => lines.join("\n")), ...stepsOf(draft, "command")];
	return inputs.some(changes) || checks.flat().some((line) => line.includes("\n"));
};

const changes = (text: string): boolean =>
	text.length > limits.slack.inputText || /[^\P{Cc}\n\t]/u.test(text) || !text.isWellFormed();

const commandInput = (draft: Partial<PlanDraft>, focus: boolean): SlackBlock =>
	textInput("command", stepsOf(draft, "command")[0] ?? "", {
		multiline: true,
		focus,
		hint: "Exactly this is shown, approved and run. Longer than 3,000 characters: attach it as a text file in the thread.",
	});

const names = { before: "Check before", command: "Command", after: "Check after" } as const;

const readOnly = ({ steps = [] }: Partial<PlanDraft>): SlackBlock[] =>
	sectionBlocks(
		[
			...steps.map(({ phase, command }): Section => {
				const all = shown(command);
				const text = cut(all, "first", { characters: phase === "command" ? 2_000 : 200, lines: 40 });
				const partly = text === all ? "" : ` (${shortened(text, all)})`;
				return {
					kind: "code",
					label: `${names[phase]}, ${exactBytes(byteLength(command))}, taken as it is${partly}`,
					text,
				};
			}),
			{ kind: "text", line: ["To change them, write or attach the changed command in the thread."] },
		],
		"",
	);

const checks = (draft: Partial<PlanDraft>): SlackBlock[] =>
	(["before", "after"] as const).map((phase) =>
		textInput(phase, stepsOf(draft, phase).join("\n"), {
			multiline: true,
			optional: true,
			hint: `One command a line, up to 10: each is run by itself ${phase} the command and shown with its own result.`,
		}),
	);

const how = ({ endpoints, draft }: ProposalForm): SlackBlock[] => {
	const available = Shell.options.filter((shell) => endpoints.some(({ shells }) => shells.includes(shell)));
	const shells = available.length > 0 ? available : Shell.options;
	const only = endpoints.length === 1 ? shells[0] : undefined;
	const accounts = [...new Set(endpoints.map(({ agentUser }) => agentUser))].filter((user) => user !== "");
	const account = accounts.length === 1 ? `The agent's account (${accounts[0]})` : "The agent's account";
	return [
		selectInput(
			"shell",
			shells.map((shell) => ({ label: shell, value: shell })),
			draft.shell ?? only,
		),
		selectInput(
			"runAs",
			[
				{ label: account, value: "agent" },
				{ label: "Another user, named below", value: "user" },
			],
			draft.runAs?.kind ?? "agent",
		),
		textInput("runAsName", draft.runAs?.kind === "user" ? draft.runAs.name : "", {
			optional: true,
			longest: 256,
			hint: "Only for another user.",
		}),
		textInput("cwd", draft.cwd ?? "", {
			optional: true,
			hint: "Left empty: the home folder of that account.",
		}),
	];
};

const words = ({ words }: Partial<PlanDraft>): SlackBlock[] => [
	textInput("changes", words?.changes ?? "", {
		multiline: true,
		longest: 1_000,
		hint: "In plain words, for whoever decides.",
	}),
	textInput("notices", words?.notices ?? "", { multiline: true, longest: 1_000, optional: true }),
	textInput("undo", words?.undo ?? "", { multiline: true, longest: 1_000, optional: true }),
];

const minute = 60;
const hour = 3_600;
const day = 86_400;

const times = ({ draft, policy }: ProposalForm): SlackBlock[] => [
	spanInput(
		"stepTimeLimit",
		[30, minute, 5 * minute, 10 * minute, 30 * minute, hour, 4 * hour, day],
		draft.stepTimeLimit ?? policy.stepTimeLimit,
	),
	selectInput(
		"failedCheck",
		[
			{ label: "Stop: the command is not run", value: "stop" },
			{ label: "Run the command all the same", value: "continue" },
		],
		draft.failedCheck ?? "stop",
	),
	spanInput(
		"decideWithin",
		[15 * minute, hour, 4 * hour, day, 3 * day, 7 * day],
		draft.decideWithin ?? policy.decideWithin,
	),
	spanInput(
		"runWithin",
		[15 * minute, hour, 4 * hour, day, 3 * day, 7 * day],
		draft.runWithin ?? policy.runWithin,
	),
	input(
		"notBefore",
		{
			type: "datetimepicker",
			...(draft.notBefore && { initial_date_time: Math.floor(draft.notBefore / 1000) }),
		},
		{ optional: true },
	),
];

/** What is wrong, above the form, which keeps everything typed into it. */
export const banner = (text: string): SlackBlock => ({
	type: "section",
	block_id: bannerBlock,
	text: plainText(`⚠ ${text}`, limits.slack.sectionText),
});
export const bannerBlock = "refusal";
