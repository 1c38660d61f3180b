// Answers of the agent that are waited for: what a plan's steps would be on its machine. In memory alone: after a restart no one
// waits for one.
import type { PreflightAnswer, Unable } from "../../protocol/plan/preflight.ts";

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
		/** What the agent answers to this nonce within that time, in ms. */
		answer(nonce: string, withinMs: number): Promise<PreflightAnswer> {
			const { promise, resolve } = Promise.withResolvers<PreflightAnswer>();
			waiting.set(nonce, resolve);
			const timer = setTimeout(() => answered(nonce, unable("no-answer")), withinMs);
			return promise.finally(() => clearTimeout(timer));
		},
		/** No one is there who could answer. */
		end(): void {
			for (const nonce of [...waiting.keys()]) answered(nonce, unable("no-answer"));
		},
	};
};

export const unable = (because: Unable): PreflightAnswer => ({ state: "unable", because, detail: null });
