// Answers to questions of running steps, on their way to the agent: kept until their plan is over, since a connection may end
// with one on it. The agent takes each once.
import type { SentAnswer } from "../contracts/endpoint.ts";
import { type Core, inDoubt } from "./core.ts";
import { send } from "./sockets.ts";

export const answer = (core: Core, sent: SentAnswer): void => {
	const state = core.store.plan(sent.plan)?.state;
	if (state !== "accepted" && state !== "granted") return;
	core.store.answers.add(sent);
	if (mayHear(core)) core.sockets.tell(messageOf(sent));
};

/** To an agent that has just been welcomed. */
export const sendAnswers = (core: Core, socket: WebSocket): void => {
	if (!mayHear(core)) return;
	for (const sent of core.store.answers.all()) send(socket, messageOf(sent));
};

/** Not where it may be a copy of the endpoint. */
const mayHear = (core: Core): boolean => !inDoubt(core) && core.store.machine.held() === null;

const messageOf = ({ answer, signature }: Pick<SentAnswer, "answer" | "signature">) =>
	({ type: "answer", answer, signature }) as const;
