// What a plan's steps may ask while they run, as its dialog offers it.
import type { InputKind, PlanDraft } from "../../protocol/plan/plan.ts";

export const inputs = {
	none: { label: "None: a question stops the step", kinds: [] },
	choices: { label: "Choices only, as buttons for the technician", kinds: ["choices"] },
	text: {
		label: "Choices and text; an approver sees each text before it's sent",
		kinds: ["choices", "text"],
	},
	secret: {
		label: "Choices and secrets; secrets in the console, PowerShell only",
		kinds: ["choices", "secret"],
	},
	all: {
		label: "Choices, text and secrets; secrets in the console, PowerShell only",
		kinds: ["choices", "text", "secret"],
	},
} as const satisfies Record<string, { label: string; kinds: PlanDraft["input"] }>;

export const inputOptions = Object.entries(inputs).map(([value, { label }]) => ({ value, label }));

/** Which of them allows these. */
export const inputOf = (kinds: readonly InputKind[]): string => {
	if (kinds.includes("secret")) return kinds.includes("text") ? "all" : "secret";
	if (kinds.includes("text")) return "text";
	return kinds.includes("choices") ? "choices" : "none";
};

/** Choices, where a dialog of an older version doesn't ask. */
export const inputKinds = (chosen: string): PlanDraft["input"] => [
	...(Object.entries(inputs).find(([value]) => value === chosen)?.[1] ?? inputs.choices).kinds,
];
