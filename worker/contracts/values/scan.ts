// What the door found in a text, which travels beside it to the object that takes it.
import type { PlanDraft, Step } from "../../../protocol/plan/plan.ts";
import type { Script } from "../../../protocol/plan/script.ts";
import type { GivenAnswer } from "../../../protocol/prompt.ts";
import type { SnippetText } from "../../../protocol/read/snippet.ts";

export type Scan = {
	/** The text's SHA-256, in hex. */
	of: string;
	/** Which kind of secret it looks like, in words; null: none. */
	secret: string | null;
	/** The text with each secret masked; null: none to mask, or no one asked. */
	masked: string | null;
};

/** The texts of a plan in which a secret is looked for, each by itself. */
export const textsOfDraft = (draft: Pick<PlanDraft, "steps" | "words" | "person">): string[] => [
	...draft.steps.flatMap(textsOfStep),
	wordsOf(draft),
];

export const textsOfStep = ({ command, script }: Pick<Step, "command" | "script">): string[] => [
	command,
	...argumentsOf(script),
];

/** An option and its value may be an argument each. */
export const argumentsOf = (script: Script | undefined): string[] =>
	script ? [script.arguments.join("\n"), script.arguments.join(" ")] : [];

/** What is written beside the steps. */
export const wordsOf = ({ words, person }: Pick<PlanDraft, "words" | "person">): string =>
	[...Object.values(words), person?.text ?? ""].join("\n");

/** The text of an answer to a running step, if it is one. */
export const textsOfAnswer = (answer: GivenAnswer): string[] => (answer.is === "text" ? [answer.text] : []);

/** The texts of a saved command. */
export const textsOfSnippet = ({ before, command, after, words, title }: SnippetText): string[] => [
	...[...before, command, ...after],
	...[...Object.values(words), title],
];
