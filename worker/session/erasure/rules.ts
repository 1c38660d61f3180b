// What policy allows of the erasures that domain/authority.ts lets someone ask for and answer. Pure.
import { allow, whoMay } from "../../../domain/authority.ts";
import type { Person } from "../../../protocol/people.ts";
import { type Answer, refuse } from "../../../protocol/refusal.ts";
import type { Snapshot } from "../../contracts/values/snapshot.ts";

/** Whether this person may ask for an erasure, and who then answers. */
export const mayAskErasure = (
	snapshot: Snapshot,
	person: Person | null,
): Answer<{ person: Person; others: Person[] }> => {
	const asks = allow("ask to erase", snapshot, person);
	if (!asks.ok) return asks;
	const client = snapshot.name;
	if (snapshot.policy.legalHold) return refuse({ code: "legal-hold", client });
	const others = whoMay("answer an erasure", snapshot, { eraser: asks.person.id });
	if (others.length === 0) {
		const missing = asks.person.roles.includes("owner") ? "approver" : "owner";
		return refuse({ code: "nobody-to-confirm", role: missing, client });
	}
	return { ok: true, person: asks.person, others };
};
