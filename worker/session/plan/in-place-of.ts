// Whose yes or no it is: an approver's own, or their deputy's in their place. They have one word together, of a plan as of a text to a
// running step. Pure.
import { isSame, type Matter, standsInFor, whoMay } from "../../../domain/authority.ts";
import { mayStandIn } from "../../../domain/deputies.ts";
import type { Person } from "../../../protocol/people.ts";
import type { VotedFor } from "../../../protocol/record/events.ts";
import { type Answer, refuse } from "../../../protocol/refusal.ts";
import type { Snapshot } from "../../contracts/values/snapshot.ts";

/** Said by this person; `for`: in this approver's place. */
export type Word = { person: string | null; for?: VotedFor | undefined };

/** In whose place this person, who may decide, would say it: nobody has two words, and no one two people for theirs. */
export const wordFor = (
	person: Person,
	matter: Matter,
	said: readonly Word[],
	snapshot: Pick<Snapshot, "people" | "deputies">,
): Answer<{ person: Person; for?: VotedFor }> => {
	const isOpen = ({ id }: Person) => said.every((one) => (one.for?.person ?? one.person) !== id);
	if (person.roles.includes("approver"))
		return isOpen(person) ? { ok: true, person } : refuse({ code: "already-voted" });
	const absent = standsInFor(snapshot, person, matter).find(isOpen);
	if (!absent) return refuse({ code: "already-voted" });
	const until = snapshot.deputies?.find((one) => one.person === absent.id)?.until ?? null;
	return { ok: true, person, for: { person: absent.id, name: absent.name, until } };
};

/** The approver whose word it is, if they may still decide; of a deputy's, the approver in whose place it was said. An absence that
 * ended since then takes nothing back. Null: it no longer counts. */
export const approverOf = (word: Word, matter: Matter, snapshot: Pick<Snapshot, "people">): Person | null => {
	const approver = whoMay("decide", snapshot, matter).find(
		({ id, roles }) => id === (word.for?.person ?? word.person) && roles.includes("approver"),
	);
	if (!approver || !word.for) return approver ?? null;
	const deputy = snapshot.people.find(({ id }) => id === word.person);
	const standsIn =
		deputy !== undefined &&
		mayStandIn(deputy.roles) &&
		!isSame(deputy, matter.proposer, matter.proposerAccount);
	return standsIn ? approver : null;
};
