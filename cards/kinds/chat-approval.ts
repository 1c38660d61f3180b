// Whether a plan can be decided on in chat: whole, without unfolding, and unambiguous. Else it is reviewed in the console.
import { linesIn } from "../../domain/line.ts";
import { oddities, shown } from "../../domain/text.ts";
import type { Oddity } from "../../protocol/read/oddity.ts";
import type { PlanView } from "../../protocol/read/view.ts";
import { count } from "../../words/amounts.ts";
import { inChat } from "../model/limits.ts";

type Step = PlanView["steps"][number];
type Shown = Pick<PlanView, "steps"> & Partial<Pick<PlanView, "cwd" | "runAs" | "files" | "person">>;

/** Judges the exact text of a plan; a Plan and a PlanView will both do, and should be given whole: the card judges by
 * all of it. `reasons` say, in words, what speaks against it. */
export const canApproveInChat = (plan: Shown): { ok: boolean; reasons: string[] } => {
	const long = tooLong(plan);
	// What isn't shown whole need not be searched: the console names all of it.
	const odd = long.length > 0 && length(plan.steps) > longest ? [] : stepOddities(plan.steps).map(stepReason);
	const reasons = [...long, ...odd, ...besideSteps(plan)];
	return { ok: reasons.length === 0, reasons };
};

const longest = 65_536;
const length = (steps: Step[]): number => steps.reduce((sum, { command }) => sum + command.length, 0);

/** The ambiguities of each step; `step` counts from 0. */
export const stepOddities = (steps: Shown["steps"]): Oddity[] =>
	steps.flatMap((one, step) =>
		textsOf(one)
			.flatMap(oddities)
			.map(({ what }) => ({ step, what })),
	);

/** Everything of a step that reaches its shell. */
const textsOf = ({ command, script }: Step): string[] => [command, ...(script?.arguments ?? [])];

const stepReason = ({ step, what }: Oddity): string => `step ${step + 1}: ${what}`;

const besideSteps = ({ cwd, runAs, person }: Shown): string[] => [
	...(/[\r\n]/.test(cwd ?? "") ? ["the working directory has a line break"] : []),
	...oddities(cwd ?? "").map(({ what }) => `the working directory: ${what}`),
	...oddities(person?.text ?? "").map(({ what }) => `the words for the person at the machine: ${what}`),
	...oddities(runAs && "name" in runAs ? (runAs.name ?? "") : "").map(
		({ what }) => `the user's name: ${what}`,
	),
];

/** Whether the steps alone are more than this. */
export const isTooLong = ({ steps, files = [] }: Pick<Shown, "steps" | "files">, most: Most): boolean =>
	tooLong({ steps, files }, most).length > 0;

type Most = { characters: number; lines: number };

const tooLong = ({ steps, cwd, files = [] }: Shown, most: Most = inChat): string[] => {
	const cut = files.find((file) => file.cut);
	if (cut)
		return [
			`its script has ${count(cut.lines)} lines and ${count(cut.bytes)} bytes; up to ${most.lines} lines and ${count(most.characters)} characters can be shown whole`,
		];
	const lines = steps.flatMap(textsOf).reduce((sum, text) => sum + linesIn(text), 0);
	const characters = charactersOf(steps, cwd ?? "");
	return [
		...(characters > most.characters
			? [`its steps have ${count(characters)} characters; up to ${count(most.characters)} can be shown whole`]
			: []),
		...(lines > most.lines
			? [`its steps have ${count(lines)} lines; up to ${most.lines} can be shown whole`]
			: []),
	];
};

/** As they are shown, unless they are far too long as they are. */
const charactersOf = (steps: Step[], cwd: string): number => {
	const plain = length(steps) + cwd.length;
	if (plain > longest) return plain;
	return steps.flatMap(textsOf).reduce((sum, text) => sum + shown(text).length, cwd.length);
};
