// What someone sees of the changes of approvers, policy and channels at a client.
import { may, standingOf } from "../../domain/authority.ts";
import { mattersOf } from "../../domain/powers.ts";
import type { AmendmentsView } from "../../protocol/read/amendment.ts";
import type { ToSign } from "../../protocol/read/approver-key.ts";
import { toSign } from "./amendment-proof.ts";
import { askersOf, namedFrom, powersOf, waitsFor } from "./amendment-rules.ts";
import { linesOf } from "./amendments.ts";
import { snapshotOf } from "./snapshot.ts";
import type { ClientStore } from "./store.ts";

/** Null: they may not see it. */
export const amendmentsView = (store: ClientStore, reader: string, now: number): AmendmentsView | null => {
	const self = store.self();
	const person = self?.people.find(({ id }) => id === reader);
	if (!self || !person) return null;
	const powers = powersOf(self);
	if (!may("see approvers", person.roles) && person.id !== powers.breakGlass) return null;
	const { unconfirmed = [], policy } = snapshotOf(store, now);
	// What was refused may be asked for again, after others that came in between.
	const one = store.amendments.asked() ?? store.amendments.newest();
	const from = one && namedFrom(powers, one);
	const open = one !== null && one.ended === null && now < one.until;
	const matters = one && mattersOf(powers, askersOf(one), from !== null && now >= from);
	return {
		...{ client: self.id, name: self.name },
		approvers: self.people
			.filter(({ roles }) => may("decide", roles))
			.map(({ id, name }) => ({
				...{ person: id, name },
				unconfirmed: unconfirmed.find((mark) => mark.person === id)?.how ?? null,
			})),
		named: self.people.find(({ id }) => id === powers.breakGlass)?.name ?? null,
		newest: one && {
			...{ id: one.id, changes: linesOf(one), by: one.by, at: one.at, until: one.until, ended: one.ended },
			waitsFor: waitsFor(powers, one),
		},
		may:
			open &&
			(matters ?? [{}]).every((matter) =>
				may("confirm a change", standingOf({ people: self.people }, person, matter)),
			),
		from: open && person.id === powers.breakGlass && from !== null && now < from ? from : null,
		signs: policy.approval === "passkey",
	};
};

/** What their passkey is to sign to confirm it; null: nothing, or none of theirs counts. */
export const toSignAmendment = (
	store: ClientStore,
	reader: string,
	amendment: string,
	now: number,
): ToSign | null => {
	const person = store.self()?.people.find(({ id }) => id === reader);
	const one = store.amendments.get(amendment);
	const wanted = person && one && toSign(snapshotOf(store, now), one, person);
	return wanted && wanted.credentials.length > 0 ? wanted : null;
};
