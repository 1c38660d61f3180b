// The dialogs about a session itself: closing it, and handing it over.
import { dialogs } from "../model/actions.ts";
import type { Form } from "../model/form.ts";
import { brief } from "../plain.ts";
import { questionField } from "./questions.ts";

/** `did`: what was done, as far as known. */
export const closeForm = (did: string): Form => ({
	dialog: dialogs.close,
	title: "Close this request?",
	submit: "Close",
	body: [
		{
			kind: "input",
			id: questionField,
			label: "What was done?",
			value: did,
			longest: 1_000,
			multiline: true,
			optional: true,
			focus: true,
			hint: "The person who asked gets a message with these words. If it isn't solved, they can reopen it.",
		},
	],
});

/** `people`: those who may have it. */
export const handOverForm = (people: { person: string; name: string }[]): Form => ({
	dialog: dialogs.handOver,
	title: "Hand over",
	submit: "Hand over",
	body:
		people.length === 0
			? [{ kind: "text", line: ["No one else works for this client. Ask the owner to add a technician."] }]
			: [
					{
						kind: "choice",
						id: questionField,
						label: "Who takes over?",
						options: people
							.slice(0, 100)
							.map(({ person, name }) => ({ value: person, label: brief(name, 70) })),
						chosen: null,
						hint: "They and the person who asked hear of it in the thread.",
					},
				],
});
