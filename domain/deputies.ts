// Who stands in for an approver: while they are away, and for plans that nobody decided in time. Pure.
import type { Deputy } from "../protocol/deputy.ts";
import type { Person, Role } from "../protocol/people.ts";

export type WithDeputies = { people: readonly Person[]; deputies?: readonly Deputy[] };

/** Approvers decide for the client against its IT provider: someone of the provider decides for no one but themselves. */
export const mayStandIn = (roles: readonly Role[]): boolean =>
	roles.includes("approver") || !roles.some((role) => role === "technician" || role === "owner");

/** Whom this approver may name. */
export const standIns = (people: readonly Person[], approver: string): { person: string; name: string }[] =>
	people
		.filter(({ id, roles }) => id !== approver && mayStandIn(roles))
		.map(({ id, name }) => ({ person: id, name }));

/** Those whose deputy this person is. `escalated`: also for who isn't away. */
export const namedBy = (
	{ people, deputies = [] }: WithDeputies,
	{ id, roles }: Pick<Person, "id" | "roles">,
	escalated: boolean,
): Person[] =>
	mayStandIn(roles)
		? deputies
				.filter((one) => one.deputy === id && one.person !== id && (escalated || one.until !== null))
				.flatMap((one) => people.filter((person) => person.id === one.person))
		: [];
