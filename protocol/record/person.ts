// What became of a plan's words for the person at the machine, before its first step.
import { z } from "zod";
import { longestInRecord, mostInRecord } from "../bounds.ts";
import { Instant } from "../ids.ts";
import { PersonChoice } from "../plan/person.ts";

/** `told`, `asked`: the words are on their way to them. `answered`: what they chose. `unanswered`: the time for it is over.
 * `unreached`: they
 * could not be shown. */
const state = z.enum(["told", "asked", "answered", "unanswered", "unreached"]);

const shape = {
	state,
	/** Whom, as the system names them; null: no one in particular. */
	who: z.string().max(longestInRecord).nullable(),
	/** By which program or function of the system; null: none. */
	by: z.string().max(longestInRecord).nullable(),
	/** What was offered: "in an hour" only where that is before the time to start. */
	offered: z.array(PersonChoice).max(mostInRecord),
	answer: PersonChoice.nullable(),
	/** By when an answer must come, or when the plan goes on, by the agent's clock. Null: at once, or not at all. */
	until: Instant.nullable(),
	/** Why no one was reached. */
	because: z.string().max(longestInRecord).nullable(),
	/** What follows. */
	next: z.enum(["wait", "run", "stop"]),
};

export const PersonEvent = z.strictObject({ type: z.literal("person"), v: z.literal(1), ...shape });
export type PersonEvent = z.infer<typeof PersonEvent>;

/** The last of them, as cards show it. */
export const PersonSeen = z.strictObject(shape);
export type PersonSeen = z.infer<typeof PersonSeen>;
