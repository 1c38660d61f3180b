// What a plan tells or asks the person at the machine before its first step. It is approved with the plan, word by word.
import { z } from "zod";
import { most } from "../bounds.ts";

export const PersonChoice = z.enum(["now", "in-an-hour"]);
export type PersonChoice = z.infer<typeof PersonChoice>;

/** The most characters of the text: a small window has no more room. */
export const personTextLimit = 300;

export const ToldPerson = z
	.strictObject({
		/** Lines of text. It is written to terminals too: no other control character. */
		text: z
			.string()
			.max(personTextLimit)
			.refine((text) => text.isWellFormed() && /\S/.test(text) && !/[^\P{Cc}\n]/u.test(text), "not a text"),
		/** None: the person is told. Else both. */
		choices: z
			.array(PersonChoice)
			.max(most)
			.refine((choices) => ["", "now,in-an-hour"].includes(choices.join()), "neither none nor both"),
		/** Seconds: between telling and the first step, or in which an answer must come. */
		wait: z.int().min(0).max(3_600),
		/** What happens where the person can't be reached, or doesn't answer in time. */
		otherwise: z.enum(["run", "stop"]),
	})
	.refine(({ choices, wait }) => choices.length === 0 || wait > 0, {
		error: "leaves no time for an answer",
		path: ["wait"],
	});
export type ToldPerson = z.infer<typeof ToldPerson>;

/** Seconds by which "in an hour" postpones. */
export const anHour = 3_600;

/** Whether the person is asked, and not only told. */
export const asksPerson = ({ choices }: Pick<ToldPerson, "choices">): boolean => choices.length > 0;
