// What people do about a running step's question: they answer it, and an approver lets a text through, or keeps it back.
import type { GivenAnswer, ShownAnswer } from "../../../../../protocol/prompt.ts";
import type { Message } from "../chat.ts";
import { world } from "../world.ts";
import type { Pressing } from "./pressing.ts";

/** How a press names an answer: its question, and what it says. */
export const aboutAnswer = (run: string, prompt: number, word: string): string => `${run}.${prompt}=${word}`;

/** As the process gets it. */
export const wordOf = (answer: GivenAnswer | ShownAnswer | null): string => {
	if (answer?.is === "text") return answer.text;
	return answer?.is === "choices" ? answer.chosen.join() : "";
};

export const answering = ({ press, presses, someone, anyone, at, refOf }: Pressing) => {
	const { chance } = world();
	const someAnswer = (kind: string): GivenAnswer =>
		kind === "text"
			? { is: "text", text: `printer ${presses.length}` }
			: { is: "choices", chosen: [chance.below(2)] };
	return {
		onPrompt: (card: Message): void => {
			if (card.shown.type !== "prompt") return;
			const { plan, run, asked, state, tries, answer } = card.shown.view;
			const prompt = asked.id;
			const on = { place: at(card), ref: refOf(card), plan, run, prompt };
			if (state === "typed") {
				const by = chance.happens(0.9) ? someone("Ada", "Sam", "Bob") : anyone();
				const verdict = chance.one(["send", "send", "send", "keep"] as const);
				press(by, verdict, aboutAnswer(run, prompt, wordOf(answer)), (backend) =>
					backend.clear({ ...on, by, tries, verdict }),
				);
				return;
			}
			const by = chance.happens(0.9) ? someone("Tom", "Tom", "Sam") : anyone();
			const given = someAnswer(asked.kind);
			press(by, "answer", aboutAnswer(run, prompt, wordOf(given)), (backend) =>
				backend.answer({ ...on, by, answer: given }),
			);
		},
	};
};
