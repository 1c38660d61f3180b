// The questions of running steps: each is asked once and answered once, by an answer that the Worker signed. What waits, waits in
// memory: an agent that restarts doesn't know how its step ends. A secret is opened here, and masked before the step has it.
import { fromBase64, hex, utf8 } from "../../protocol/bytes.ts";
import type { Plan } from "../../protocol/plan/plan.ts";
import {
	type Asked,
	answerMessage,
	answers,
	type HandedAnswer,
	mostAsked,
	readAnswer,
	type SignedAnswer,
	type Unanswered,
	withoutSecret,
} from "../../protocol/prompt.ts";
import type { InsideEntry } from "../../protocol/record/inside.ts";
import type { ToAgent } from "../../protocol/wire.ts";
import { sha256, verifies } from "../home/keys.ts";
import type { openAnswer } from "./secrets.ts";

type Message = Pick<Extract<ToAgent, { type: "answer" }>, "answer" | "signature">;

export type Questions = ReturnType<typeof newQuestions>;

/** `trusted`: the key of the Worker that this agent obeys. */
export const newQuestions = (trusted: () => string, log: (line: string) => void) => {
	const waiting = new Map<string, (answer: SignedAnswer) => void>();
	let taken = true;
	return {
		/** The Worker said whether it brings questions to people. */
		welcomed: (takes: boolean): void => {
			taken = takes;
		},
		areTaken: (): boolean => taken,
		/** `take` gets each answer to this question that the Worker signed, which may come again. Call what is returned when no one
		 * waits any more. */
		await(run: string, id: number, take: (answer: SignedAnswer) => void): () => void {
			const key = keyOf(run, id);
			waiting.set(key, take);
			return () => void waiting.delete(key);
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
export type Told = Of<"question"> | Of<"answered"> | Of<"unanswered"> | Of<"unopened">;

/** The questions of one step. */
export type Asking = {
	/** `refused`: no one may answer. `over`: no one did, and the step goes its own way, or is ended. */
	ask: (wanted: Wanted, tell: (told: Told) => void) => Promise<HandedAnswer | "refused" | "over">;
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
	/** Records why no one is asked. */
	note: (text: string) => void;
	plan: Pick<Plan, "input" | "stepTimeLimit">;
	/** How long an answer may take. */
	answerMs: number;
	/** Opens a sealed answer to question `id`; null: this agent has no key for secrets. */
	open: ((id: number, sealed: string) => ReturnType<typeof openAnswer>) | null;
	/** From now on no record has this value. */
	learn: (value: string) => void;
};

/** To be opened as the step starts. */
export const openAsking = (deps: Deps): Asking => {
	const { questions, run, note, plan, answerMs, open: unseal, learn } = deps;
	const limit = performance.now() + plan.stepTimeLimit * 1000;
	const open = new Set<(because: Unanswered) => void>();
	const { promise: expired, resolve: onExpired } = Promise.withResolvers<void>();
	let last = 0;
	let closed = false;

	const mayAsk = ({ kind }: Wanted) =>
		plan.input.includes(kind) && (kind !== "secret" || unseal !== null) && last < mostAsked.questions;

	const ask: Asking["ask"] = async (wanted, tell) => {
		if (closed) return "over";
		if (!mayAsk(wanted)) return "refused";
		if (!questions.areTaken()) {
			note(noOneAsked);
			return "refused";
		}
		const id = ++last;
		const { promise: over, resolve } = Promise.withResolvers<"over">();
		const { promise: answer, resolve: answered } = Promise.withResolvers<Taken>();
		const taker = { id, unseal, learn, tell, answered, isOpen: () => open.has(end) };
		const forget = questions.await(run, id, takerOf(wanted, taker));
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
		const given = await Promise.race([over, answer]);
		if (given === "over" || !open.delete(end)) return "over";
		clearTimeout(timer);
		forget();
		tell({ what: "answered", id, by: given.by, answer: withoutSecret(given.handed) });
		return given.handed;
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

const noOneAsked =
	"Caisey's Worker doesn't say that it takes questions as this agent asks them, so the command can't ask here. Update the Worker.";

type Taken = { by: string; handed: HandedAnswer };
type Taker = Pick<Deps, "learn"> & {
	id: number;
	unseal: Deps["open"];
	tell: (told: Told) => void;
	isOpen: () => boolean;
	answered: (taken: Taken) => void;
};

/** Takes only what is an answer to the question. One that can't be handed on leaves it open, and is told once. */
const takerOf = (wanted: Wanted, { id, unseal, learn, tell, isOpen, answered }: Taker) => {
	const seen = new Set<string>();
	const opened = async (by: string, sealed: string): Promise<void> => {
		if (seen.has(sealed) || !unseal) return;
		seen.add(sealed);
		const found = await unseal(id, sealed);
		if (!isOpen()) return;
		if (!found.ok) return tell({ what: "unopened", id, by, because: found.because, sealed: hashOf(sealed) });
		learn(found.value);
		answered({ by, handed: { is: "secret", value: found.value } });
	};
	return ({ by, answer }: SignedAnswer): void => {
		if (!answers(wanted, answer)) return;
		if (answer.is === "secret") void opened(by, answer.sealed);
		else answered({ by, handed: answer });
	};
};

const hashOf = (sealed: string): string => hex(sha256(utf8(sealed)));
