// Every press on the card of a running step's question.
import type { Backend } from "../../bots/backend.ts";
import type { PromptView } from "../../protocol/read/prompt-view.ts";
import { textsOfAnswer } from "../contracts/values/scan.ts";
import { objectOf } from "../durable/places.ts";
import type { Env } from "../env.ts";
import { scanned } from "../scan.ts";
import type { Door } from "./door.ts";
import type { Finding } from "./finding.ts";

type Prompts = Pick<Backend, "prompt" | "answer" | "clear">;

export const prompts = (env: Env, door: Door, find: Finding): Prompts => {
	const session = (id: string) => objectOf(env.SESSION, id);
	return {
		prompt: (intent) =>
			door(intent, "answer", () => {
				const { run, prompt } = intent;
				return find.onCard<{ view: PromptView }>(intent, async (id, wish) =>
					session(id).lookAtPrompt({ ...wish, run, prompt }),
				);
			}),
		answer: (intent) =>
			door(intent, "answer", () => {
				const { run, prompt, answer } = intent;
				return find.onCard(intent, async (id, wish) =>
					session(id).answer({ ...wish, run, prompt, answer }, await scanned(...textsOfAnswer(answer))),
				);
			}),
		clear: (intent) =>
			door(intent, intent.verdict, () => {
				const { run, prompt, tries, verdict } = intent;
				return find.onCard(intent, (id, wish) => session(id).clear({ ...wish, run, prompt, tries, verdict }));
			}),
	};
};
