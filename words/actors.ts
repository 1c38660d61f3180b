// Who did something, as records name them: only people of the set-up have names that the MSP gave them. Their roles follow, so that
// no one is taken for someone else who is called alike.
import { inQuotes } from "../domain/line.ts";
import type { Actor, Role } from "../protocol/people.ts";
import { noRole } from "./states.ts";

/** `Ada Lindqvist (approver)`; `“Ada Lindqvist via Teams: approved” (no role here)`: anyone else may have any name in chat. */
export const actorName = ({ person, identity, name, roles }: Actor): string =>
	marked(name, person !== null || identity === null, roles);

/** The same of a name, where it is known whether its bearer has a role here. */
export const marked = (name: string, known: boolean, roles?: readonly Role[]): string =>
	known ? name + rolesText(roles) : `${inQuotes(name)}${noRole}`;

/** Follows a name from the set-up: ` (approver, owner)`. Empty if the roles aren't known: older versions kept none. */
export const rolesText = (roles: readonly Role[] | undefined): string => {
	if (roles === undefined) return "";
	return roles.length === 0 ? noRole : ` (${roles.join(", ")})`;
};
