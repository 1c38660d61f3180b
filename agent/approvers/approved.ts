// Whether the approvers' own passkeys signed the plan of a grant: as many different approvers as this endpoint asks for.
import type { Grant } from "../../protocol/plan/grant.ts";
import { type ApprovalProof, approvalChallenge } from "../../protocol/plan/passkey.ts";
import type { Plan } from "../../protocol/plan/plan.ts";
import { sha256 } from "../home/keys.ts";
import type { Pinned } from "./pinned.ts";
import { verifyPasskey } from "./verify.ts";

/** Why the grant isn't enough, in words; null: it is. */
export const whyUnproved = (pinned: Pinned | null, grant: Grant, plan: Plan): string | null => {
	if (!pinned) return null;
	// Whoever has the Worker's key could then have it run what no approver saw.
	if (plan.input.includes("text"))
		return "Where approvers sign with passkeys, no plan may ask for a text while it runs: nothing signs the answer but the Worker.";
	const judged = grant.proofs.map((proof) => judge(pinned, proof, grant, plan));
	const approvers = new Set(judged.flatMap((one) => (one.ok ? [one.person] : [])));
	if (approvers.size >= pinned.needed) return null;
	const faults = judged.flatMap((one) => (one.ok ? [] : [one.why]));
	const why = grant.proofs.length === 0 ? ["the grant has none"] : faults;
	return `This endpoint runs only what ${people(pinned.needed)} signed with a passkey, and ${approvers.size} did${why.length > 0 ? `: ${why.join("; ")}` : ""}.`;
};

type Judged = { ok: true; person: string } | { ok: false; why: string };

const judge = ({ origin, keys }: Pinned, proof: ApprovalProof, grant: Grant, plan: Plan): Judged => {
	const known = keys.find(({ credential, revoked }) => credential === proof.credential && !revoked)?.key;
	if (!known) return no("a proof is by a passkey that nothing here vouches for");
	if (known.person === plan.proposedBy) return no(`${known.name} proposed the plan`);
	const challenge = approvalChallenge(
		{ digest: grant.digest, session: plan.session, policy: proof.policy },
		sha256,
	);
	const what = `this plan, in its session, under version ${proof.policy} of the policy`;
	const verified = verifyPasskey(known.key, proof, { challenge, origin, what });
	return verified.ok
		? { ok: true, person: known.person }
		: no(`${known.name}'s proof fails, ${verified.why}`);
};

const no = (why: string): Judged => ({ ok: false, why });

const people = (count: number): string => (count === 1 ? "1 approver" : `${count} approvers`);
