// The dialogs of Deny…, Ask… and Ticket…: one question each.
import { dialogs } from "../model/actions.ts";
import type { Form } from "../model/form.ts";

/** The id of the one question in these dialogs. */
export const questionField = "question";

const question = (label: string): Form["parts"] => [
	{ kind: "input", id: questionField, label, value: "", longest: 1_000, multiline: true, focus: true },
];

export const denyForm: Form = {
	dialog: dialogs.deny,
	title: "Deny this change?",
	submit: "Deny",
	parts: question("Why? The proposer and the requester will read this."),
};

export const askForm: Form = {
	dialog: dialogs.ask,
	title: "Ask about this change",
	submit: "Ask",
	parts: question("What would you like to know? It is asked in the thread."),
};

/** `now`: the number that stands there. Left empty, it is taken off. */
export const ticketForm = (now: string): Form => ({
	dialog: dialogs.ticket,
	title: "Ticket",
	submit: "Save",
	parts: [
		{
			kind: "input",
			id: questionField,
			label: "The number in your ticket system; leave it empty to take it off",
			value: now,
			longest: 40,
			multiline: false,
			optional: true,
			focus: true,
		},
	],
});

/** What is said where nothing was written. */
export const blankQuestion = "Write a few words.";
