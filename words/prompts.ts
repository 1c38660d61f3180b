// The questions of running steps in words, once for cards, pages and exports.
import { inLine, inQuotes, quoted } from "../domain/line.ts";
import type { Asked, ShownAnswer, Unanswered } from "../protocol/prompt.ts";
import { list } from "./amounts.ts";

/** To follow a colon. */
export const unansweredBecause = {
	time: "the time for it passed, so the step was stopped",
	limit: "the step's time limit passed",
	cancelled: "the step was cancelled",
	ended: "the step didn't wait for it any longer",
} as const satisfies Record<Unanswered, string>;

/** A choice as the machine names it: in quotes, as these aren't our words. */
export const choiceText = ({ choices }: Pick<Asked, "choices">, index: number): string => {
	const label = inLine(choices[index]?.label ?? "").trim();
	return label === "" ? `choice ${index + 1}` : inQuotes(label);
};

/** What an answer says, to follow a verb: `“Yes”`, `“Later” and “Now”`, `an empty line`. */
export const answerText = (asked: Pick<Asked, "choices">, answer: ShownAnswer): string => {
	switch (answer.is) {
		case "choices":
			return answer.chosen.length === 0
				? "none of the choices"
				: list(
						answer.chosen.map((one) => choiceText(asked, one)),
						10,
					);
		case "text":
			return answer.text === "" ? "an empty line" : quoted(answer.text);
		case "secret":
			return "a secret";
		case "nothing":
			return "nothing more";
	}
};

/** Why an answer no longer counts. */
export const promptOver = {
	answered: { told: "This question already has its answer", noted: "already answered" },
	waiting: {
		told: "A text for this question already waits for an approver",
		noted: "a text already waits for an approver",
	},
	"too-late": {
		told: "The step no longer waits for this answer",
		noted: "the step no longer waits for it",
	},
} as const;
