// The questions of running steps in words, once for cards, pages and exports.
import { inLine, inQuotes, quoted } from "../domain/line.ts";
import type { Asked, ShownAnswer, Unanswered, Unopened } from "../protocol/prompt.ts";
import type { Refusal } from "../protocol/refusal.ts";
import { list } from "./amounts.ts";

/** To follow a colon. */
export const unansweredBecause = {
	time: "the time for it passed, so the step was stopped",
	limit: "the step's time limit passed",
	cancelled: "the step was cancelled",
	ended: "the step didn't wait for it any longer",
} as const satisfies Record<Unanswered, string>;

/** Why a sealed answer wasn't handed to the step: to follow a colon. */
export const unopenedBecause = {
	sealed: "it wasn't sealed to the key that this agent has now, or not for this question",
	value: "it is empty, too short to be masked, or has a control character",
} as const satisfies Record<Unopened, string>;

/** What the machine did with it, after its name. */
export const unopenedText = (step: string, because: Unopened): string =>
	`couldn't hand the secret on to ${step}, so the question is open again: ${unopenedBecause[because]}`;

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

/** Why an answer doesn't count: as in refusals.ts. */
export const promptRefusals = {
	"prompt-over": {
		told: ({ how }: Of<"prompt-over">) => `${over[how].told}, so yours was not sent. See the card.`,
		noted: ({ how }: Of<"prompt-over">) => over[how].noted,
	},
	"secret-in-chat": {
		told: () =>
			"The machine asks for a secret, so I took no answer from chat. Press “Enter it…” on the card, and enter it in the console.",
		noted: () => "a secret is entered in the console alone",
	},
	"may-not-answer": {
		told: ({ client }: Of<"may-not-answer">) =>
			`Only a technician can answer this for ${client}. An approver or the owner can choose, too. Ask one of them.`,
		noted: ({ client }: Of<"may-not-answer">) => `may not answer for ${client}`,
	},
	"own-answer": {
		told: ({ approvers }: Of<"own-answer">) =>
			approvers.length > 0
				? `You wrote this text, so someone else decides whether it's sent. Ask ${list(approvers, 6, "or")}.`
				: "You wrote this text, so someone else must decide whether it's sent, and no one else can.",
		noted: () => "people can't let their own text through",
	},
};
type Of<Code extends Refusal["code"]> = Extract<Refusal, { code: Code }>;

const over = {
	answered: { told: "This question already has its answer", noted: "already answered" },
	waiting: {
		told: "A text for this question already waits for an approver",
		noted: "a text already waits for an approver",
	},
	"too-late": {
		told: "The step no longer waits for this answer",
		noted: "the step no longer waits for it",
	},
} as const satisfies Record<Of<"prompt-over">["how"], { told: string; noted: string }>;

/** `. The choices: “Yes” and “No”`; nothing where there are none. */
export const choicesText = (asked: Pick<Asked, "choices">): string =>
	asked.choices.length === 0
		? ""
		: `. The choices: ${list(
				asked.choices.map((_, i) => choiceText(asked, i)),
				asked.choices.length,
			)}`;

/** What someone did, before the step's name; a text is quoted whole elsewhere. `labels`: of the chosen choices. */
export const answeredText = (answer: ShownAnswer, labels: string[]): string => {
	const choices = labels.map((label) => ({ label, help: "" }));
	if (answer.is === "choices")
		return `chose ${answerText({ choices }, { ...answer, chosen: choices.map((_, i) => i) })} for a question`;
	if (answer.is === "secret") return "entered a secret for a question";
	const what = answer.is === "text" && answer.text !== "" ? "a text" : answerText({ choices: [] }, answer);
	return `wants to send ${what} for a question`;
};
