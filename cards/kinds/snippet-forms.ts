// The dialogs of a saved command: which one, and what goes into its blanks. What comes of them is the plan's dialog, filled in.
import { blankOf, blanksIn, valueAtMost } from "../../domain/blanks.ts";
import type { Snippet } from "../../protocol/read/snippet.ts";
import { dialogs } from "../model/actions.ts";
import type { Form } from "../model/form.ts";
import { brief } from "../plain.ts";
import { questionField } from "./questions.ts";

/** Which snippet; what is sent is its id. */
export const snippetForm = (snippets: Snippet[]): Form => ({
	dialog: dialogs.snippet,
	title: "Use a snippet",
	submit: "Next",
	body: [
		{
			kind: "choice",
			id: questionField,
			label: "Snippet",
			options: snippets.map(({ id, title, shell }) => ({
				value: id,
				label: brief(title, 60),
				detail: shell,
			})),
			chosen: null,
		},
	],
});

/** A blank's field. */
export const blankField = (name: string): string => `blank_${name}`;

export const blankOfField = (field: string): string | null => /^blank_(.+)$/s.exec(field)?.[1] ?? null;

export const blanksForm = (snippet: Snippet): Form => ({
	dialog: dialogs.blanks,
	title: "Fill in the snippet",
	submit: "Fill in",
	body: [
		{ kind: "text", line: [{ bold: brief(snippet.title) }] },
		...steps(snippet).map(({ label, text }) => ({ kind: "code" as const, label, text })),
		...blanksIn(snippet).map((name, i) => ({
			kind: "input" as const,
			id: blankField(name),
			label: label(name),
			value: "",
			longest: valueAtMost,
			focus: i === 0,
			hint: `Goes in place of ${blankOf(name)}, in quotes, as one argument. Not for passwords.`,
		})),
		{ kind: "text", line: ["Nothing is proposed yet: the next dialog shows all of it, filled in."] },
	],
});

const steps = ({ before, command, after, shell }: Snippet) => [
	...before.map((text) => ({ label: "Check before", text })),
	{ label: `Command, in ${shell}`, text: command },
	...after.map((text) => ({ label: "Check after", text })),
];

/** `user-name` is asked for as `User name`. */
const label = (name: string): string => {
	const words = name.replaceAll("-", " ");
	return words.charAt(0).toUpperCase() + words.slice(1);
};

/** Where there are none. */
export const noSnippets =
	"There are no snippets yet. Make one in the console, under Snippets, or save a plan that ran as one.";
