// The questions of running steps: each is asked once and answered once, by an answer that the Worker signed. What waits, waits in
// memory: an agent that restarts doesn't know how its step ends.
import { fromBase64 } from "../../protocol/bytes.ts";
import type { Plan } from "../../protocol/plan/plan.ts";
import {
	type Asked,
	answerMessage,
	answers,
	type GivenAnswer,
	mostAsked,
	readAnswer,
	type SignedAnswer,
	type Unanswered,
	withoutSecret,
} from "../../protocol/prompt.ts";
import type { InsideEntry } from "../../protocol/record/inside.ts";
import type { ToAgent } from "../../protocol/wire.ts";
import { verifies } from "../home/keys.ts";

type Message = Pick<Extract<ToAgent, { type: "answer" }>, "answer" | "signature">;

export type Questions = ReturnType<typeof newQuestions>;

/** `trusted`: the key of the Worker that this agent obeys. */
export const newQuestions = (trusted: () => string, log: (line: string) => void) => {
	const waiting = new Map<string, (answer: SignedAnswer) => void>();
	return {
		/** Resolves `answer` at most once; `forget` when no one waits any more. */
		await(run: string, id: number): { answer: Promise<SignedAnswer>; forget: () => void } {
			const { promise: answer, resolve } = Promise.withResolvers<SignedAnswer>();
			const key = keyOf(run, id);
			waiting.set(key, resolve);
			return { answer, forget: () => void waiting.delete(key) };
		},
		/** One that comes again, or too late, changes nothing. */
		answered({ answer, signature }: Message): void {
			const bytes = fromBase64(answer);
			const signed = verifies(trusted(), answerMessage(bytes), signature) ? tryRead(bytes) : null;
			if (signed) waiting.get(keyOf(signed.run, signed.question))?.(signed);
			else log("rejected an answer to a question: it isn't signed by the Worker's key that this agent obeys");
		},
	};
};

/** Null: none of ours. */
const tryRead = (bytes: Uint8Array): SignedAnswer | null => {
	try {
		return readAnswer(bytes);
	} catch {
		return null;
	}
};

const keyOf = (run: string, id: number): string => `${run} ${id}`;

/** What a step wants to know. */
export type Wanted = Omit<Asked, "id" | "within">;

type Of<What extends InsideEntry["what"]> = Omit<Extract<InsideEntry, { what: What }>, "at" | "place">;
/** To be recorded, with the time and the place that its teller knows. */
export type Told = Of<"question"> | Of<"answered"> | Of<"unanswered">;

/** The questions of one step. */
export type Asking = {
	/** `refused`: no one may answer. `over`: no one did, and the step goes its own way, or is ended. */
	ask: (wanted: Wanted, tell: (told: Told) => void) => Promise<GivenAnswer | "refused" | "over">;
	/** The step can't go on without an answer that no one may give: it is to be ended. */
	stop: () => void;
	/** Resolves when a question's time has passed, or the step is to be ended. */
	expired: Promise<void>;
	/** The step is over, or about to be ended. Safe to repeat. */
	close: (because: Unanswered) => void;
};

type Deps = {
	questions: Questions;
	run: string;
	plan: Pick<Plan, "input" | "stepTimeLimit">;
	/** How long an answer may take. */
	answerMs: number;
};

/** To be opened as the step starts. */
export const openAsking = ({ questions, run, plan, answerMs }: Deps): Asking => {
	const limit = performance.now() + plan.stepTimeLimit * 1000;
	const open = new Set<(because: Unanswered) => void>();
	const { promise: expired, resolve: onExpired } = Promise.withResolvers<void>();
	let last = 0;
	let closed = false;

	/** Secrets can't be opened yet. */
	const mayAsk = ({ kind }: Wanted) =>
		kind !== "secret" && plan.input.includes(kind) && last < mostAsked.questions;

	const ask: Asking["ask"] = async (wanted, tell) => {
		if (closed) return "over";
		if (!mayAsk(wanted)) return "refused";
		const id = ++last;
		const { promise: over, resolve } = Promise.withResolvers<"over">();
		const { answer, forget } = questions.await(run, id);
		const end = (because: Unanswered) => {
			clearTimeout(timer);
			forget();
			if (!open.delete(end)) return;
			tell({ what: "unanswered", id, because, text: wanted.text });
			resolve("over");
		};
		const timer = setTimeout(() => {
			end("time");
			onExpired();
		}, answerMs);
		open.add(end);
		const within = Math.max(0, Math.floor(Math.min(answerMs, limit - performance.now())));
		tell({ what: "question", ...wanted, id, within });
		const given = await Promise.race([over, fitting(wanted, answer)]);
		if (given === "over" || !open.delete(end)) return "over";
		clearTimeout(timer);
		forget();
		tell({ what: "answered", id, by: given.by, answer: withoutSecret(given.answer) });
		return given.answer;
	};
	return {
		ask,
		stop: onExpired,
		expired,
		close: (because) => {
			closed = true;
			for (const end of [...open]) end(because);
		},
	};
};

/** Never another: the Worker signs one answer to each question, and one that isn't to it leaves it open. */
const fitting = async (wanted: Wanted, answer: Promise<SignedAnswer>): Promise<SignedAnswer> => {
	const given = await answer;
	return answers(wanted, given.answer) ? given : new Promise(() => {});
};
