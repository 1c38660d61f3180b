// Answers to a running step's question: a choice by a button, all else in a dialog; and an approver's word on a text.
import { answerField, promptForm } from "../../cards/kinds/prompt.ts";
import { type GivenAnswer, readPromptName } from "../../protocol/prompt.ts";
import type { Answer, Refusal } from "../../protocol/refusal.ts";
import type { GiveAnswer, OnPrompt } from "../intent.ts";
import { type Doer, doneOr, type Hands, type Reply, refuse, type Submitted } from "./reply.ts";

/** An older or foreign card's. */
const unknown: Refusal = { code: "not-found", what: "question" };

const namedBy = ({ by, place, ref }: Doer, name: string): (OnPrompt & { tries: number }) | null => {
	const found = readPromptName(name);
	if (!found) return null;
	const { plan, run, prompt, choice } = found;
	return { by, place, ref, plan, run, prompt, tries: choice ?? 0 };
};

const wish = (doer: Doer, name: string): OnPrompt | null => {
	const found = namedBy(doer, name);
	if (!found) return null;
	const { tries: _, ...on } = found;
	return on;
};

export const giveAnswer = async (
	{ backend }: Hands,
	doer: Doer,
	name: string,
	answer: GivenAnswer,
): Promise<Extract<Reply, { kind: "done" | "refuse" }>> => {
	const on = wish(doer, name);
	return on ? doneOr(await backend.answer({ ...on, answer })) : refuse(unknown);
};

export const clearAnswer = async (
	{ backend }: Hands,
	doer: Doer,
	name: string,
	verdict: "send" | "keep",
): Promise<Reply> => {
	const on = namedBy(doer, name);
	return on ? doneOr(await backend.clear({ ...on, verdict })) : refuse(unknown);
};

export const openAnswer = async ({ backend }: Hands, doer: Doer, name: string): Promise<Reply> => {
	const on = wish(doer, name);
	if (!on) return refuse(unknown);
	const found = await backend.prompt(on);
	if (!found.ok) return refuse(found.refusal);
	return { kind: "form", form: promptForm(found.view), remembered: { prompt: name } };
};

/** What was filled in: a text, or the values of choices. A question that has both kinds of field knows which it asked for. */
export type FilledAnswer = { text: string } | { chosen: string[] };

export const submitAnswer = async (
	{ backend }: Hands,
	doer: Doer,
	name: string,
	filled: FilledAnswer,
): Promise<Submitted> => {
	const on = wish(doer, name);
	if (!on) return refuse(unknown);
	if ("text" in filled && /[\r\n\0]/.test(filled.text))
		return { kind: "errors", errors: { [answerField]: "Write one line." } };
	return amended(await backend.answer({ ...on, answer: answerOf(filled) }));
};

const answerOf = (filled: FilledAnswer): GiveAnswer["answer"] =>
	"text" in filled
		? { is: "text", text: filled.text }
		: { is: "choices", chosen: filled.chosen.filter((one) => /^\d+$/.test(one)).map(Number) };

/** What can be put right leaves the dialog open. */
const amended = (answer: Answer<object>): Submitted => {
	if (answer.ok) return { kind: "done" };
	const { refusal } = answer;
	const field = refusal.code === "bad-field" || refusal.code === "looks-secret";
	return field ? { kind: "amend", refusal, field: answerField } : refuse(refusal);
};
