// What approvers' passkeys signed: each proof follows its vote, is the one that was kept, and holds where its key is known here.
import { approvalChallenge } from "../../../protocol/plan/passkey.ts";
import { sha256 } from "../../keys/crypto.ts";
import { signingOrigin, verifyPasskey } from "../../passkeys/approvers.ts";
import type { Core } from "../core.ts";
import { type Check, check, type Event, type Found, ofKind, same } from "./checking.ts";

/** None where no one signed. */
export const checkPasskeys = async (core: Core, events: Event[]): Promise<Check[]> => {
	const proved = ofKind(events, "vote.proved");
	const what = `${proved.length} approvals signed with passkeys`;
	let signed = proved.length > 0;
	const found = await check("Passkeys", what, () => {
		const kept = core.store.votes.all().filter(({ proof }) => proof !== undefined);
		signed ||= kept.length > 0;
		const told = proved.map(({ actor, body }) => JSON.stringify([body.plan, actor?.person, body.proof]));
		const stored = kept.map(({ plan, person, proof }) => JSON.stringify([plan, person, proof]));
		return [
			...(same(told.sort(), stored.sort()) ? [] : ["the proofs are not those that were recorded"]),
			...proved.flatMap((one) => problemOf(core, events, one)),
		];
	});
	return signed || !found.ok ? [found] : [];
};

const problemOf = (core: Core, events: Event[], { seq, actor, body }: Found<"vote.proved">): string[] => {
	const { plan, proof } = body;
	const vote = ofKind(events, "vote.cast").find((one) => one.seq === seq - 1);
	const follows =
		vote?.body.plan === plan &&
		vote.body.verdict === "approve" &&
		vote.body.policy === proof.policy &&
		vote.actor?.person === actor?.person;
	if (!follows) return [`event ${seq} proves no vote`];
	const row = core.store.plans.get(plan);
	const known = core.self().snapshot.passkeys?.keys.find(({ key }) => key.credential === proof.credential);
	if (!row || !known) return [];
	if (known.key.person !== actor?.person) return [`event ${seq} is by another person's passkey`];
	const verified = verifyPasskey(known.key.key, proof, {
		challenge: approvalChallenge(
			{ digest: row.digest, session: core.self().id, policy: proof.policy },
			sha256,
		),
		origin: signingOrigin(core.env),
		what: "its plan",
	});
	return verified.ok ? [] : [`event ${seq}: ${verified.why}`];
};
