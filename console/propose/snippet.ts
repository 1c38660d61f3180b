// A saved command as what someone wrote into the form of a proposal.
import { blanksIn, fillIn } from "../../domain/blanks.ts";
import type { Snippet } from "../../protocol/read/snippet.ts";
import { valueProblemText } from "../../words/snippets.ts";
import type { Errors, Written } from "./view.ts";

/** `values`: by the blanks' names. `errors`: by them, too. */
export const fromSnippet = (
	snippet: Snippet,
	values: Record<string, string>,
	written: Written,
): { ok: true; written: Written } | { ok: false; errors: Errors } => {
	const done = fillIn(snippet, values);
	if (!done.ok)
		return {
			ok: false,
			errors: Object.fromEntries(
				Object.entries(done.problems).map(([name, problem]) => [
					name,
					valueProblemText(problem, snippet.shell),
				]),
			),
		};
	const { before, command, after, words } = done.filled;
	const steps = { shell: snippet.shell, before: before.join("\n"), command, after: after.join("\n") };
	return { ok: true, written: { ...written, values: { ...written.values, ...words, ...steps }, file: null } };
};

export const hasBlanks = (snippet: Snippet): boolean => blanksIn(snippet).length > 0;
