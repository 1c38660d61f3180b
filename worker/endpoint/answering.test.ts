// Answers for steps that run, on their way to the agent: real tables, and sockets that keep what they were sent.
import { beforeEach, expect, test } from "vitest";
import { answer, sendAnswers } from "./answering.ts";
import { endpointWith, socketAs } from "./testing/endpoint.ts";

const plan = "pl_g0000000000000001";
const run = "r_g0000000000000001";
const sent = (question: number) => ({ plan, run, question, answer: `a${question}`, signature: "s" });
const message = (question: number) => ({ type: "answer", answer: `a${question}`, signature: "s" });
const live = { stage: "live", instance: "a", runtime: "r", order: 1 } as const;

let at: ReturnType<typeof endpointWith>;
beforeEach(() => {
	at = endpointWith();
	at.store.enqueue({ plan, session: "s", approvedAt: 1, notBefore: 0, runBy: 2 });
	at.store.setState(plan, "accepted");
});
const connects = () => {
	const { it, socket } = socketAs(live);
	at.open.push(socket);
	return { it, socket };
};

test("an answer goes to the agent at once, and again over each next connection until its plan is over", () => {
	const first = connects();
	answer(at.core, sent(1));
	answer(at.core, sent(1));
	expect(first.it.sent).toEqual([message(1), message(1)]);
	const next = connects();
	answer(at.core, sent(2));
	next.it.sent.length = 0;
	sendAnswers(at.core, next.socket);
	expect(next.it.sent).toEqual([message(1), message(2)]);
	at.store.finish(plan);
	const last = connects();
	sendAnswers(at.core, last.socket);
	answer(at.core, sent(3));
	expect(last.it.sent).toEqual([]);
});

test("a sealed answer that the agent couldn't open gives way to the next one, and none is kept once it has one", () => {
	answer(at.core, sent(1));
	answer(at.core, { ...sent(1), answer: "sealed anew" });
	const next = connects();
	sendAnswers(at.core, next.socket);
	expect(next.it.sent).toEqual([{ type: "answer", answer: "sealed anew", signature: "s" }]);
	answer(at.core, sent(2));
	at.store.answers.dropOne(run, 1);
	const last = connects();
	sendAnswers(at.core, last.socket);
	expect(last.it.sent).toEqual([message(2)]);
});

test("an agent that may not be the endpoint's gets none before that is clear", () => {
	const { it, socket } = connects();
	at.store.doubt(5_000);
	answer(at.core, sent(1));
	sendAnswers(at.core, socket);
	expect(it.sent).toEqual([]);
	at.store.doubt(null);
	sendAnswers(at.core, socket);
	expect(it.sent).toEqual([message(1)]);
});
