// A question of a running step and its answer: people give it, the Worker signs it, and the agent hands it on once.
import { z } from "zod";
import { longest } from "./bounds.ts";
import { concat, fromUtf8, utf8 } from "./bytes.ts";
import { PlanId, RunId } from "./ids.ts";
import { InputKind } from "./plan/plan.ts";
import { SealedAnswer } from "./sealing.ts";

/** A machine asks whatever it likes: this much of it is taken. */
export const mostAsked = { questions: 200, choices: 50, text: 20_000, label: 2_000 } as const;

/** UTF-16 units of a text that someone answers. */
export const longestAnswer = 1_000;

/** What a step asks. */
export const Asked = z.strictObject({
	/** Counts the run's questions, from 1. */
	id: z.int().min(1).max(mostAsked.questions),
	kind: InputKind,
	/** As it came. */
	text: z.string().max(mostAsked.text),
	/** Of kind `choices`. */
	choices: z
		.array(z.strictObject({ label: z.string().max(mostAsked.label), help: z.string().max(mostAsked.label) }))
		.max(mostAsked.choices),
	/** Whether several of them may be chosen, or none. */
	several: z.boolean(),
	/** What the step proposes: indexes of choices. */
	suggested: z.array(z.int().min(0)).max(mostAsked.choices),
	/** Whether the answer may be that there is nothing more to say. */
	ends: z.boolean(),
	/** How long the step waits, in ms: no step runs longer than a day. */
	within: z.int().min(0).max(86_400_000),
});
export type Asked = z.infer<typeof Asked>;

/** Without the machine's words. */
export const withoutWords = (asked: Asked): Asked => ({
	...asked,
	text: "",
	choices: asked.choices.map(() => ({ label: "", help: "" })),
});

const Chosen = z.strictObject({
	is: z.literal("choices"),
	chosen: z.array(z.int().min(0)).max(mostAsked.choices),
});
/** One line, without its end. */
const Text = z.strictObject({
	is: z.literal("text"),
	text: z
		.string()
		.max(longestAnswer)
		.refine((text) => text.isWellFormed() && !/[\0\r\n]/.test(text), "isn't one line"),
});
const Nothing = z.strictObject({ is: z.literal("nothing") });

/** As it travels. Only the endpoint's agent can open what is sealed. `nothing`: there is nothing more to say. */
export const GivenAnswer = z.discriminatedUnion("is", [
	Chosen,
	Text,
	z.strictObject({ is: z.literal("secret"), sealed: SealedAnswer }),
	Nothing,
]);
export type GivenAnswer = z.infer<typeof GivenAnswer>;

/** As its step gets it, from the agent alone: neither sent nor kept. */
export const HandedAnswer = z.discriminatedUnion("is", [
	Chosen,
	Text,
	z.strictObject({ is: z.literal("secret"), value: z.string().max(longest) }),
	Nothing,
]);
export type HandedAnswer = z.infer<typeof HandedAnswer>;

/** As it is recorded and shown: never a secret itself. */
export const ShownAnswer = z.discriminatedUnion("is", [
	Chosen,
	Text,
	z.strictObject({ is: z.literal("secret") }),
	Nothing,
]);
export type ShownAnswer = z.infer<typeof ShownAnswer>;

export const withoutSecret = (answer: GivenAnswer | HandedAnswer | ShownAnswer): ShownAnswer =>
	answer.is === "secret" ? { is: "secret" } : answer;

/** What the Worker signs: one question's one answer. */
export const SignedAnswer = z.strictObject({
	v: z.literal(1),
	/** Which of the Worker's keys signed. */
	keyId: z.string().min(1).max(64),
	run: RunId,
	question: z.int().min(1),
	/** Who answered, as the record names them. */
	by: z.string().max(200),
	answer: GivenAnswer,
});
export type SignedAnswer = z.infer<typeof SignedAnswer>;

/** The answer's bytes as they travel. */
export const answerBytes = (answer: SignedAnswer): Uint8Array<ArrayBuffer> =>
	utf8(JSON.stringify(SignedAnswer.parse(answer)));

/** What is signed: the purpose, then the bytes as they travel. */
export const answerMessage = (bytes: Uint8Array): Uint8Array<ArrayBuffer> =>
	concat(utf8("caisey answer v1\n"), bytes);

/** Reads an answer's bytes, after its signature was verified; throws on anything else. */
export const readAnswer = (bytes: Uint8Array): SignedAnswer =>
	SignedAnswer.parse(JSON.parse(fromUtf8(bytes)));

/** Whether an answer is one to this question. */
export const answers = (
	asked: Pick<Asked, "kind" | "choices" | "several" | "ends">,
	answer: GivenAnswer,
): boolean => {
	if (answer.is === "nothing") return asked.ends;
	if (answer.is !== asked.kind) return false;
	if (answer.is !== "choices") return true;
	const { chosen } = answer;
	const known = chosen.every((one) => one < asked.choices.length) && new Set(chosen).size === chosen.length;
	return known && (asked.several || chosen.length === 1);
};

/** How a card's buttons name a question, or one of its choices: by its plan, run and number. */
export const promptName = ({ plan, run, prompt }: PromptRef, choice?: number): string =>
	[plan, run, prompt, ...(choice === undefined ? [] : [choice])].join(".");

export type PromptRef = { plan: string; run: string; prompt: number };
const Named = z.tuple([PlanId, RunId, z.int().min(1), z.int().min(0).optional()]);

/** Null: names none. */
export const readPromptName = (name: string): (PromptRef & { choice: number | null }) | null => {
	const [plan, run, ...numbers] = name.split(".");
	const read = Named.safeParse([
		plan,
		run,
		...numbers.map((text) => (/^\d{1,9}$/.test(text) ? Number(text) : text)),
	]);
	if (!read.success) return null;
	const [thePlan, theRun, prompt, choice = null] = read.data;
	return { plan: thePlan, run: theRun, prompt, choice };
};

/** Why a sealed answer can't be handed on. `sealed`: it doesn't open, as it was sealed to another key or for another question.
 * `value`: it is empty, or otherwise one that can't be masked. */
export const Unopened = z.enum(["sealed", "value"]);
export type Unopened = z.infer<typeof Unopened>;

/** Why a question is over without an answer: its own time, the step's limit, or a cancel ended the step; `ended`: the step
 * went on, or ended, by itself. */
export const Unanswered = z.enum(["time", "limit", "cancelled", "ended"]);
export type Unanswered = z.infer<typeof Unanswered>;
