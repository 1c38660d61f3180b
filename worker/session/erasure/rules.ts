// Who may have something erased, and who confirms it. Pure: people and policy are arguments, judged on the person.
import type { Person, Role } from "../../../protocol/people.ts";
import type { Answer } from "../../../protocol/refusal.ts";
import type { Snapshot } from "../../contracts/values/snapshot.ts";
import { refuse } from "../plan/rules.ts";

const has = (person: Person, role: Role): boolean => person.roles.includes(role);

/** Two different people, one for the client and one for its IT provider. */
const agree = (one: Person, other: Person): boolean =>
	one.id !== other.id &&
	((has(one, "owner") && has(other, "approver")) || (has(one, "approver") && has(other, "owner")));

/** Whoever may confirm what this person asks for. */
export const otherSide = (snapshot: Snapshot, asker: Person): Person[] =>
	snapshot.people.filter((one) => agree(asker, one));

/** Whether this person may ask for an erasure, and who then answers. */
export const mayAskErasure = (
	snapshot: Snapshot,
	person: Person | null,
): Answer<{ person: Person; others: Person[] }> => {
	const client = snapshot.name;
	if (!person || !(has(person, "owner") || has(person, "approver")))
		return refuse({ code: "may-not-erase", client });
	if (snapshot.policy.legalHold) return refuse({ code: "legal-hold", client });
	const others = otherSide(snapshot, person);
	if (others.length === 0)
		return refuse({ code: "nobody-to-confirm", role: has(person, "owner") ? "approver" : "owner", client });
	return { ok: true, person, others };
};

/** Whether this person may answer what somebody asked for; roles and hold are those of now. */
export const mayAnswerErasure = (
	snapshot: Snapshot,
	asker: string | null,
	person: Person | null,
): Answer<{ person: Person }> => {
	if (!person || !(has(person, "owner") || has(person, "approver")))
		return refuse({ code: "may-not-erase", client: snapshot.name });
	if (person.id === asker) return refuse({ code: "own-erasure" });
	const asked = snapshot.people.find((one) => one.id === asker);
	const others = asked ? otherSide(snapshot, asked) : [];
	return others.some((one) => one.id === person.id)
		? { ok: true, person }
		: refuse({ code: "not-the-other-side", wanted: others.map(({ name }) => name) });
};
