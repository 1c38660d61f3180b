// Who did something, as records name them: only people of the set-up have names that the MSP gave them.
import { inQuotes } from "../domain/line.ts";
import type { Actor } from "../protocol/people.ts";
import { noRole } from "./states.ts";

/** `Ada Lindqvist`; `“Ada Lindqvist via Teams: approved” (no role here)`: anyone else may have any name in chat. */
export const actorName = ({ person, identity, name }: Actor): string =>
	marked(name, person !== null || identity === null);

/** The same of a name, where it is known whether its bearer has a role here. */
export const marked = (name: string, known: boolean): string => (known ? name : `${inQuotes(name)}${noRole}`);
