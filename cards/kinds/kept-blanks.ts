// Which of a command's blanks are part of its text, on one line below it.
import { keptInAny, keptInStep } from "../../domain/kept-blanks.ts";
import { Shell, type Step } from "../../protocol/plan/plan.ts";
import { type KeptIn, keptBlanksLine } from "../../words/kept-blanks.ts";
import type { Section } from "../model/card.ts";

type Shown = { shell: Shell; steps: Step[]; files?: { step: number; cut: boolean }[] };

/** Of what isn't shown whole, the console says it. */
export const keptInPlan = ({ shell, steps, files = [] }: Shown): Section[] =>
	said(
		steps.flatMap((step, i): KeptIn[] =>
			files.some((file) => file.step === i && file.cut)
				? []
				: keptInStep(shell, step).map((one) => ({ ...one, step: steps.length > 1 ? i + 1 : null })),
		),
	);

/** Of a command whose shell isn't chosen yet: of these, or of any. */
export const keptInCommand = (command: string, shells: string[]): Section[] => {
	const some = Shell.options.filter((shell) => shells.includes(shell));
	const found = keptInAny(some.length > 0 ? some : Shell.options, command);
	return said(found.map((one) => ({ ...one, step: null, argument: null })));
};

const said = (all: KeptIn[]): Section[] => {
	const text = keptBlanksLine(all);
	return text === null ? [] : [{ kind: "text", line: [text], keep: true }];
};
