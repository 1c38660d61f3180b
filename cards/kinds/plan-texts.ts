// The texts of a draft's steps, and whether a dialog's inputs can hold them.
import { isTyped } from "../../domain/script.ts";
import type { Phase, PlanDraft } from "../../protocol/plan/plan.ts";
import type { Script } from "../../protocol/plan/script.ts";

/** Whether a dialog's inputs would change some step: it is a file, too long, or has characters that inputs drop. */
export const keepsText = (draft: Partial<PlanDraft>, inputText: number): boolean => {
	if (fileIn(draft)) return true;
	const checks = [stepsOf(draft, "before"), stepsOf(draft, "after")];
	const inputs = [...checks.map((lines) => lines.join("\n")), ...stepsOf(draft, "command")];
	return inputs.some((text) => changes(text, inputText)) || checks.flat().some((line) => line.includes("\n"));
};

/** The script of a draft, if it came as a file: one that was typed is a text like any other. */
export const fileIn = ({ steps = [], shell }: Partial<PlanDraft>): Script | undefined => {
	const step = commandOf({ steps });
	return step && isTyped(step, shell) ? undefined : step?.script;
};

export const scriptIn = (draft: Partial<PlanDraft>): Script | undefined => commandOf(draft)?.script;

export const commandOf = ({ steps = [] }: Partial<PlanDraft>): PlanDraft["steps"][number] | undefined =>
	steps.find(({ phase }) => phase === "command");

const changes = (text: string, inputText: number): boolean =>
	text.length > inputText || /[^\P{Cc}\n\t]/u.test(text) || !text.isWellFormed();

export const stepsOf = (draft: Partial<PlanDraft>, phase: Phase): string[] =>
	(draft.steps ?? []).filter((step) => step.phase === phase).map(({ command }) => command);
