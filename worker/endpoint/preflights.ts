// Answers of the agent that are waited for: what a plan's steps would be on its machine. In memory alone: after a restart no one
// waits for one.
import { utf8 } from "../../protocol/bytes.ts";
import { type PreflightAnswer, preflightLimit, type Unable } from "../../protocol/plan/preflight.ts";
import type { Asked } from "../contracts/endpoint.ts";

export type Preflights = ReturnType<typeof newPreflights>;

export const newPreflights = () => {
	const waiting = new Map<string, (answer: PreflightAnswer) => void>();
	const answered = (nonce: string, answer: PreflightAnswer): void => {
		waiting.get(nonce)?.(answer);
		waiting.delete(nonce);
	};
	return {
		/** One that no one waits for any more changes nothing. */
		answered,
		/** What the agent answers to this nonce, about these steps and within that time, in ms. */
		answer(nonce: string, { steps, withinMs }: Pick<Asked, "steps" | "withinMs">): Promise<PreflightAnswer> {
			const { promise, resolve } = Promise.withResolvers<PreflightAnswer>();
			waiting.set(nonce, resolve);
			const timer = setTimeout(() => answered(nonce, unable("no-answer")), withinMs);
			return promise
				.then((answer) => (isAbout(steps, answer) ? answer : unable("failed")))
				.finally(() => clearTimeout(timer));
		},
		/** No one is there who could answer. */
		end(): void {
			for (const nonce of [...waiting.keys()]) answered(nonce, unable("no-answer"));
		},
	};
};

/** It judges each step, and leaves room for what other endpoints say. */
const isAbout = (steps: Asked["steps"], answer: PreflightAnswer): boolean =>
	answer.state === "unable" ||
	(answer.steps.length === steps.length && utf8(JSON.stringify(answer)).length <= preflightLimit.answer);

export const unable = (because: Unable): PreflightAnswer => ({ state: "unable", because, detail: null });
