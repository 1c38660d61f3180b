// Whether a plan can be decided on in chat: whole, without unfolding, and unambiguous. Else it is reviewed in the console.
import { oddities, shown } from "../../domain/text.ts";
import type { Oddity, PlanView } from "../../protocol/read/view.ts";
import { count } from "../../words/amounts.ts";
import { inChat } from "../model/limits.ts";

type Shown = Pick<PlanView, "steps"> & Partial<Pick<PlanView, "cwd" | "runAs">>;

/** Judges the exact text of a plan; a Plan and a PlanView will both do, and should be given whole: the card judges by
 * all of it. `reasons` say, in words, what speaks against it. */
export const canApproveInChat = (plan: Shown): { ok: boolean; reasons: string[] } => {
	const reasons = [...tooLong(plan), ...stepOddities(plan.steps).map(stepReason), ...besideSteps(plan)];
	return { ok: reasons.length === 0, reasons };
};

/** The ambiguities of each step; `step` counts from 0. */
export const stepOddities = (steps: Shown["steps"]): Oddity[] =>
	steps.flatMap(({ command }, step) => oddities(command).map(({ what }) => ({ step, what })));

const stepReason = ({ step, what }: Oddity): string => `step ${step + 1} contains ${what}`;

const besideSteps = ({ cwd, runAs }: Shown): string[] => [
	...(/[\r\n]/.test(cwd ?? "") ? ["the working directory has a line break"] : []),
	...oddities(cwd ?? "").map(({ what }) => `the working directory contains ${what}`),
	...oddities(runAs?.kind === "user" ? runAs.name : "").map(({ what }) => `the user's name contains ${what}`),
];

/** Whether the steps alone are more than can be seen whole. */
export const isTooLong = ({ steps }: Pick<Shown, "steps">): boolean => tooLong({ steps }).length > 0;

const tooLong = ({ steps, cwd }: Shown): string[] => {
	const lines = steps.flatMap(({ command }) => command.split("\n"));
	const characters = steps.reduce((sum, { command }) => sum + shown(command).length, (cwd ?? "").length);
	return [
		...(characters > inChat.characters
			? [
					`its steps have ${count(characters)} characters; up to ${count(inChat.characters)} can be shown whole`,
				]
			: []),
		...(lines.length > inChat.lines
			? [`its steps have ${count(lines.length)} lines; up to ${inChat.lines} can be shown whole`]
			: []),
	];
};
