// Teams' dialogs: each answer is the whole next dialog, or the word that closes it.
import { dialogs } from "../../../cards/model/actions.ts";
import { idValue } from "../people/chat.ts";
import { type Post, shown } from "../teams/connector.ts";
import { type Answered, cardOf, choiceIn, filledIn, isChoice, type TeamsPerson } from "../teams/person.ts";
import type { Dialog, ForgedDialog } from "./port.ts";

type At = Pick<Post, "id" | "conversation">;

/** All that an answer says to who pressed. */
export const answerText = (answer: Answered): string => {
	if (answer.task) return typeof answer.task.value === "string" ? answer.task.value : shown(cardOf(answer));
	return typeof answer.value === "string" ? answer.value : shown((answer.value as object | undefined) ?? {});
};

/** `noted`: what it is answered with is for this person alone. */
export const dialogOf = (
	person: TeamsPerson,
	at: At,
	opened: Answered,
	noted: (answer: Answered) => Answered,
): Dialog => ({
	text: answerText(opened),
	whole: () => Promise.resolve(dialogOf(person, at, opened, noted)),
	filled: filledIn(cardOf(opened)),
	send: async (fields) => {
		const card = cardOf(opened);
		const given = Object.entries(fields).map(
			([field, value]) => [field, inputOf(card, field, value)] as const,
		);
		const answer = noted(await person.submit(at, opened, Object.fromEntries(given)));
		return typeof answer.task?.value === "string" ? null : dialogOf(person, at, answer, noted);
	},
});

const inputOf = (card: object, field: string, value: string | string[]): string => {
	if (Array.isArray(value)) return value.map((one) => chosen(card, field, one)).join(",");
	return isChoice(card, field) ? chosen(card, field, value) : value;
};
const chosen = (card: object, field: string, text: string): string =>
	idValue.test(text) ? text : choiceIn(card, field, text);

export const forgedDialog = (
	person: TeamsPerson,
	at: At,
	{ dialog, about, fields }: ForgedDialog,
): Promise<Answered> => {
	const once = crypto.randomUUID();
	const from = "session" in about && { from: "session", session: about.session };
	const remembered = from ? { ...about, from } : { ...about, message: at.id };
	const further = dialog === dialogs.plan ? plain : {};
	const data = { ...further, ...fields, ...remembered, once, dialog };
	return person.invoke("task/submit", at, { data });
};

/** The plan's dialog without what the person writes. */
const plain = {
	shell: "sh",
	runAs: "agent",
	stepTimeLimit: "60",
	failedCheck: "stop",
	decideWithin: "3600",
	runWithin: "3600",
};
