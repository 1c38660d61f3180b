// What a new plan may say beside its steps, so that nothing there pushes them aside. Plans that are stored were judged when
// they were proposed, perhaps by an older version: they are only drawn within bounds.
import type { PlanDraft } from "./plan.ts";

/** Of each of the plain words. */
export const wordsAtMost = { lines: 5, characters: 500 } as const;

type Beside = Pick<PlanDraft, "words" | "cwd">;
/** `reason` says what to do. */
type Problem = { field: keyof Beside["words"] | "cwd"; reason: string };

export const besideProblems = ({ words, cwd }: Beside): Problem[] => [
	...(["changes", "notices", "undo"] as const).flatMap((field) => wordsProblems(field, words[field])),
	...(lineBreak.test(cwd ?? "") ? [{ field: "cwd" as const, reason: "use one line" }] : []),
];

const wordsProblems = (field: Problem["field"], text: string): Problem[] => {
	if (text.trimEnd().split(lineBreak).length > wordsAtMost.lines)
		return [{ field, reason: `use at most ${wordsAtMost.lines} lines` }];
	return text.length > wordsAtMost.characters
		? [{ field, reason: `use at most ${wordsAtMost.characters} characters` }]
		: [];
};

const lineBreak = /\r\n|[\n\v\f\r\u0085\u2028\u2029]/;
