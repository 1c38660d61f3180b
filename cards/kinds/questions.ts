// The dialogs of Deny…, Ask…, Cancel… and Ticket…: one question each.
import type { PlanView } from "../../protocol/read/view.ts";
import { list } from "../../words/amounts.ts";
import { cancelWords } from "../../words/cancel.ts";
import { dialogs } from "../model/actions.ts";
import type { Question } from "../model/card.ts";
import type { Form } from "../model/form.ts";
import { brief } from "../plain.ts";

/** The id of the one question in these dialogs. */
export const questionField = "question";

const question = (label: string): Form["body"] => [
	{ kind: "input", id: questionField, label, value: "", longest: 1_000, multiline: true, focus: true },
];

export const denyForm: Form = {
	dialog: dialogs.deny,
	title: "Deny this change?",
	submit: "Deny",
	body: question("Why? The proposer and the requester will read this."),
};

export const askForm: Form = {
	dialog: dialogs.ask,
	title: "Ask about this change",
	submit: "Ask",
	body: question("What would you like to know? Your question appears in the thread."),
};

/** What Cancel… asks before it stops anything. */
export const cancelQuestion = ({ state, endpoints }: Pick<PlanView, "state" | "endpoints">): Question => {
	const on = brief(
		list(
			endpoints.map(({ name }) => brief(name)),
			3,
		),
		200,
	);
	return cancelWords(state, on);
};

/** The same as a dialog, for platforms whose buttons don't ask. */
export const cancelForm = (question: Question): Form => ({
	dialog: dialogs.cancel,
	title: question.title,
	submit: question.yes,
	body: [{ kind: "text", line: [question.says] }],
});

/** `now`: the current number. An empty answer removes it. */
export const ticketForm = (now: string): Form => ({
	dialog: dialogs.ticket,
	title: "Ticket",
	submit: "Save",
	body: [
		{
			kind: "input",
			id: questionField,
			label: "The number in your ticket system. Leave it empty to remove it.",
			value: now,
			longest: 40,
			multiline: false,
			optional: true,
			focus: true,
		},
	],
});

/** The error when the field is empty. */
export const blankQuestion = "Write a few words.";
