// Acme Dental's people for tests of who may do what.
import { newId } from "../../protocol/ids.ts";
import type { Person, Role } from "../../protocol/people.ts";

export const person = (name: string, ...roles: Role[]): Person => ({
	id: newId("person", "none"),
	name,
	label: null,
	identities: [`slack:T1:U${name.toUpperCase()}`],
	roles,
});
export const dana = person("Dana", "requester");
export const tom = person("Tom", "technician");
export const ada = person("Ada", "approver");
export const sam = person("Sam", "approver", "technician");
export const bea = person("Bea", "requester");
export const olga = person("Olga", "owner");
