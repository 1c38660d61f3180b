// What a means of reaching the person gets, and what it gives back.
import type { PersonChoice, ToldPerson } from "../../protocol/plan/person.ts";
import type { AtScreen } from "../machine/screen.ts";

/** The words are on their way to them. `answer`: what they chose, or why they could not, or null once the time for it is over; it stays
 * pending where they are only told. */
export type Shown = {
	by: string;
	answer: Promise<PersonChoice | { because: string } | null>;
	/** Takes the words away, where that can be. */
	end: () => void;
};

export type Words = {
	person: ToldPerson;
	/** "In an hour" is missing where it would be too late. */
	offered: PersonChoice[];
	/** The endpoint's name. */
	where: string;
	target: AtScreen;
	/** Aborted when nobody waits for it any more. */
	over: AbortSignal;
};

export const title = "A message from your IT provider";
export const labels = { now: "Now", "in-an-hour": "In an hour" } as const satisfies Record<
	PersonChoice,
	string
>;
