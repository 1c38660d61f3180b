// What a client tells others of itself.
import type { Snapshot } from "../contracts/values/snapshot.ts";
import { unconfirmedAmong } from "./amendment-rules.ts";
import { counting } from "./approver-keys.ts";
import { standing } from "./deputies.ts";
import { inForce } from "./standings.ts";
import type { ClientStore } from "./store.ts";

/** Throws if it was never set up. */
export const snapshotOf = (store: ClientStore, now: number): Snapshot => {
	const self = store.self();
	if (!self) throw new Error("this client was never set up");
	const { id, revision: _, emails, breakGlass: __, ...rest } = self;
	const unconfirmed = unconfirmedAmong(rest.people, store.amendments.confirmed());
	const deputies = standing(store.deputies.all(), now);
	return {
		...{ client: id, ...rest },
		...(rest.policy.approval === "passkey" && { passkeys: counting(store.approverKeys.all()) }),
		...(deputies.length > 0 && { deputies }),
		...(Object.keys(emails).length > 0 && { emails }),
		...(unconfirmed.length > 0 && { unconfirmed }),
		...inForce(store, now),
		endpoints: store.endpoints(),
	};
};
