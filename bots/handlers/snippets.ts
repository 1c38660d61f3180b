// Saved commands: one is chosen, its blanks are filled in, and the plan's dialog opens with the text that comes of it. Nothing
// but that dialog proposes.
import { planForm } from "../../cards/kinds/plan-form.ts";
import { questionField } from "../../cards/kinds/questions.ts";
import { blankField, blanksForm, noSnippets, snippetForm } from "../../cards/kinds/snippet-forms.ts";
import { sentences } from "../../cards/model/card.ts";
import { blanksIn, type FilledSnippet, fillIn } from "../../domain/blanks.ts";
import type { PlanDraft } from "../../protocol/plan/plan.ts";
import type { Snippet } from "../../protocol/read/snippet.ts";
import { tooLongText, valueProblemText } from "../../words/snippets.ts";
import type { FormFrom } from "../intent.ts";
import { type Doer, type Hands, type Reply, refuse, type Submitted } from "./reply.ts";

type Who = Pick<Doer, "by" | "place">;
type About = { session: string; from: FormFrom };

export const openSnippets = async (
	{ backend }: Hands,
	{ by, place }: Who,
	{ session, from }: About,
): Promise<Extract<Reply, { kind: "form" | "say" | "refuse" }>> => {
	const found = await backend.snippets({ by, place, session });
	if (!found.ok) return refuse(found.refusal);
	if (found.snippets.length === 0) return { kind: "say", card: sentences([noSnippets]) };
	return { kind: "form", form: snippetForm(found.snippets), remembered: { session, from } };
};

/** One without blanks needs no dialog of them. */
export const chooseSnippet = async (
	hands: Hands,
	who: Who,
	{ session, from, id }: About & { id: string },
): Promise<Submitted> => {
	const found = await snippetOf(hands, who, session, id);
	if (!found.ok) return found.submitted;
	const { snippet } = found;
	if (blanksIn(snippet).length === 0) return submitBlanks(hands, who, { session, from, id, values: {} });
	return { kind: "form", form: blanksForm(snippet), remembered: { session, from, snippet: snippet.id } };
};

/** `values`: by the blanks' names. */
export const submitBlanks = async (
	hands: Hands,
	who: Who,
	{ session, from, id, values }: About & { id: string; values: Record<string, string> },
): Promise<Submitted> => {
	const found = await snippetOf(hands, who, session, id);
	if (!found.ok) return found.submitted;
	const { snippet } = found;
	const filled = fillIn(snippet, values);
	if (!filled.ok)
		return {
			kind: "errors",
			errors: Object.fromEntries(
				Object.entries(filled.problems).map(([name, problem]) => [
					blankField(name),
					valueProblemText(problem, snippet.shell),
				]),
			),
		};
	return filledPlan(hands, who, { session, from }, snippet, filled.filled);
};

const filledPlan = async (
	{ backend, inputText, begin }: Hands,
	{ by, place }: Who,
	{ session, from }: About,
	snippet: Snippet,
	{ before, command, after, words }: FilledSnippet,
): Promise<Submitted> => {
	const long = [before.join("\n"), command, after.join("\n")].some((text) => text.length > inputText);
	const [blank = ""] = blanksIn(snippet);
	if (long) return { kind: "errors", errors: { [blankField(blank)]: tooLongText(inputText) } };
	const found = await backend.form({ by, place, from });
	if (!found.ok) return refuse(found.refusal);
	const { form } = found;
	const steps: PlanDraft["steps"] = [
		...before.map((text) => ({ phase: "before" as const, command: text })),
		{ phase: "command", command },
		...after.map((text) => ({ phase: "after" as const, command: text })),
	];
	const draft = { ...form.draft, shell: snippet.shell, steps, words };
	const last = (form.last ?? []).filter((one) => one !== "shell");
	return {
		kind: "form",
		form: planForm({ ...form, draft, last }, { inputText, begin }),
		remembered: { session, from, kept: false },
	};
};

/** As it is by now: someone may have changed or removed it. */
const snippetOf = async ({ backend }: Hands, { by, place }: Who, session: string, id: string) => {
	const found = await backend.snippets({ by, place, session });
	if (!found.ok) return { ok: false as const, submitted: refuse(found.refusal) };
	const snippet = found.snippets.find((one) => one.id === id);
	if (snippet) return { ok: true as const, snippet };
	const errors = { [questionField]: "Choose a snippet." };
	return {
		ok: false as const,
		submitted:
			id === "" ? { kind: "errors" as const, errors } : refuse({ code: "not-found", what: "snippet" }),
	};
};
