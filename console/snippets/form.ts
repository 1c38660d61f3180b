// Reads the form of a snippet, or says what is wrong with it, in words; and what a plan makes of it, for the next time.
import { z } from "zod";
import { wordsAtMost } from "../../protocol/plan/beside.ts";
import type { Plan } from "../../protocol/plan/plan.ts";
import { SnippetText, snippetsAtMost } from "../../protocol/read/snippet.ts";
import { count } from "../../words/amounts.ts";

/** As it stands in the form: what is wrong is shown again too. */
export type Written = Omit<SnippetText, "before" | "after" | "words" | "client" | "shell"> & {
	client: string;
	shell: string;
	before: string;
	after: string;
	changes: string;
	notices: string;
	undo: string;
};

export const emptySnippet: Written = {
	...{ title: "", client: "", shell: "", before: "", command: "", after: "" },
	...{ changes: "", notices: "", undo: "" },
};

const Field = z.string().catch("");

/** Browsers send line breaks as CR LF. */
export const writtenIn = (body: Record<string, unknown>): Written => {
	const all = Object.keys(emptySnippet).map((name) => {
		const text = Field.parse(body[name]).replaceAll("\r\n", "\n");
		return [name, name === "title" ? text.trim() : text] as const;
	});
	return { ...emptySnippet, ...Object.fromEntries(all) };
};

export type Read = { ok: true; text: SnippetText } | { ok: false; problem: string };

export const readSnippet = (written: Written): Read => {
	const { title, client, shell, before, command, after, ...words } = written;
	const read = SnippetText.safeParse({
		...{ title, client: client === "" ? null : client, shell },
		...{ before: lines(before), command, after: lines(after), words },
	});
	if (read.success) return { ok: true, text: read.data };
	const [field] = read.error.issues[0]?.path ?? [];
	return {
		ok: false,
		problem: problems[field as keyof typeof problems] ?? "Something in the form can't be kept.",
	};
};

const lines = (text: string): string[] => text.split("\n").filter((line) => line.trim() !== "");

const problems = {
	title: `Give it a name of up to ${snippetsAtMost.title} characters, on one line.`,
	client: "Choose a client from the list.",
	shell: "Choose a shell.",
	before: `Write at most ${snippetsAtMost.checks} checks before, one a line.`,
	command: `Write a command of up to ${count(snippetsAtMost.command)} characters.`,
	after: `Write at most ${snippetsAtMost.checks} checks after, one a line.`,
	words: `Each of the plain words has at most ${wordsAtMost.characters} characters.`,
} as const;

export const writtenAs = ({ before, after, words, client, ...text }: SnippetText): Written => ({
	...{ ...text, ...words, client: client ?? "" },
	...{ before: before.join("\n"), after: after.join("\n") },
});

/** A plan's steps as a snippet. Null: they are a script's, or too long for a dialog. */
export const snippetOf = ({
	shell,
	steps,
	words,
}: Pick<Plan, "shell" | "steps" | "words">): Written | null => {
	const of = (phase: "before" | "command" | "after") =>
		steps.filter((step) => step.phase === phase).map(({ command }) => command);
	const written: Written = {
		...{
			...emptySnippet,
			title: words.changes.split("\n")[0]?.trim().slice(0, snippetsAtMost.title) ?? "",
			shell,
		},
		...{ before: of("before").join("\n"), command: of("command").join("\n"), after: of("after").join("\n") },
		...words,
	};
	const plain = steps.every(
		({ script, phase, command }) => !script && (phase === "command" || !command.includes("\n")),
	);
	return plain && readSnippet({ ...written, title: "x" }).ok ? written : null;
};
