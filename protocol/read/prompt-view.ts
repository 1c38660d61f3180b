// What the card of a running step's question shows.
import { z } from "zod";
import { most, Text } from "../bounds.ts";
import { Instant, PlanId, RunId, SessionId } from "../ids.ts";
import { Surface } from "../people.ts";
import { Phase } from "../plan/plan.ts";
import { Asked, ShownAnswer, Unanswered } from "../prompt.ts";

/** `open`: no one has answered. `typed`: a text waits for approvers. `sent`: the answer is on its way to the endpoint. `taken`: the
 * step has it. `over`: it got none. */
export const PromptState = z.enum(["open", "typed", "sent", "taken", "over"]);
export type PromptState = z.infer<typeof PromptState>;

const Who = z.strictObject({ name: Text, surface: Surface });

export const PromptView = z.strictObject({
	...{ session: SessionId, plan: PlanId, run: RunId },
	endpoint: Text,
	phase: Phase,
	/** Without its words where output is kept out of chat. */
	asked: Asked,
	/** Whether its words are kept out of chat. */
	wordless: z.boolean(),
	state: PromptState,
	/** What was answered last; null: nothing, or not let through. */
	answer: ShownAnswer.nullable(),
	by: Who.nullable(),
	/** How many answers were given until now. */
	tries: z.int(),
	/** The approvers who let it through, and how many have to. */
	cleared: z.array(Who).max(most),
	votesNeeded: z.int(),
	/** Approvers who let it through and whose word counts no more: they lost the role since. Empty in views stored by older versions. */
	lost: z.array(Who).max(most).default([]),
	/** Who kept the last text back. */
	rejected: Who.nullable(),
	because: Unanswered.nullable(),
	at: Instant,
	until: Instant,
	url: Text,
});
export type PromptView = z.infer<typeof PromptView>;
