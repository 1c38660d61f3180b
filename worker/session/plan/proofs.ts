// Whether an approver's yes has what policy asks for: a press, or what their own passkey signed.
import type { Person } from "../../../protocol/people.ts";
import { type ApprovalProof, approvalChallenge } from "../../../protocol/plan/passkey.ts";
import { type Answer, refuse } from "../../../protocol/refusal.ts";
import type { PasskeyWish } from "../../contracts/session.ts";
import type { Snapshot } from "../../contracts/values/snapshot.ts";
import type { Env } from "../../env.ts";
import { sha256, toBase64url } from "../../keys/crypto.ts";
import { signingOrigin, verifyPasskey } from "../../passkeys/approvers.ts";
import type { PlanRow } from "../tables/plan/plans.ts";
import type { VoteRow } from "../tables/plan/votes.ts";

/** The proof to keep; missing where a press is enough. */
export const judgeProof = (
	env: Env,
	snapshot: Snapshot,
	row: PlanRow,
	{ id }: Person,
	proof: ApprovalProof | undefined,
): Answer<{ proof?: ApprovalProof }> => {
	if (snapshot.policy.approval === "press") return { ok: true };
	const mine = keysOf(snapshot, id);
	if (!proof) return refuse({ code: "passkey-wanted", registered: mine.length > 0 });
	const key = mine.find(({ credential }) => credential === proof.credential);
	if (!key) return refuse({ code: "passkey-fails", why: "it isn't by a passkey of yours that counts here" });
	if (proof.policy !== snapshot.version)
		return refuse({ code: "passkey-fails", why: "the policy has changed since the page was opened" });
	const verified = verifyPasskey(key.key, proof, {
		challenge: challengeOf(snapshot, row),
		origin: signingOrigin(env),
		what: "this plan under the policy as it is now",
	});
	return verified.ok ? { ok: true, proof } : refuse({ code: "passkey-fails", why: verified.why });
};

/** Null where a press is enough. */
export const passkeyWish = (snapshot: Snapshot, row: PlanRow, person: Person | null): PasskeyWish | null =>
	snapshot.policy.approval === "press"
		? null
		: {
				challenge: toBase64url(challengeOf(snapshot, row)),
				policy: snapshot.version,
				credentials: keysOf(snapshot, person?.id ?? "").map(({ credential }) => credential),
			};

/** Whether a passkey of the voter signed it that still counts. */
export const stillProved = (
	snapshot: Snapshot,
	{ person, proof }: Pick<VoteRow, "person" | "proof">,
): boolean => keysOf(snapshot, person).some(({ credential }) => credential === proof?.credential);

const challengeOf = (snapshot: Snapshot, { digest, plan }: PlanRow): Uint8Array =>
	approvalChallenge({ digest, session: plan.session, policy: snapshot.version }, sha256);

const keysOf = ({ passkeys }: Snapshot, person: string) =>
	(passkeys?.keys ?? []).map(({ key }) => key).filter((key) => key.person === person);
