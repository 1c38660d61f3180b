// Whose passkeys decide at a client, as agents hear of it, and whether one of them signed.
import { createPublicKey, verify } from "node:crypto";
import { checkAssertion } from "../../domain/passkey-proof.ts";
import { votesNeeded } from "../../domain/policy/quorum.ts";
import {
	type ApprovalProof,
	type Approvers,
	Approvers as ApproversSchema,
	type Assertion,
	type PasskeyKey,
} from "../../protocol/plan/passkey.ts";
import type { Snapshot } from "../contracts/values/snapshot.ts";
import { type Env, settings } from "../env.ts";
import { sha256 } from "../keys/crypto.ts";

/** Where people sign: this address, and no other. */
export const signingOrigin = (env: Env): string => new URL(settings(env).PUBLIC_URL).origin;

/** Null: policy asks for no passkeys, or there were none yet. Revoked ones are named even if no other counts any more.
 * Throws on what no agent could read: the rules of keys keep to its bounds. */
export const approversOf = (
	env: Env,
	{ policy, passkeys }: Pick<Snapshot, "policy" | "passkeys">,
): Approvers | null =>
	policy.approval === "passkey" && passkeys && passkeys.keys.length + passkeys.revoked.length > 0
		? ApproversSchema.parse({ origin: signingOrigin(env), needed: votesNeeded(policy), ...passkeys })
		: null;

export const isProved = <Of extends { proof?: ApprovalProof | undefined }>(
	vote: Of,
): vote is Of & { proof: ApprovalProof } => vote.proof !== undefined;

/** `what`: what the challenge stands for, in words. */
export const verifyPasskey = (
	key: PasskeyKey,
	assertion: Assertion,
	asked: { challenge: Uint8Array; origin: string; what: string },
): { ok: true } | { ok: false; why: string } => {
	const checked = checkAssertion(assertion, asked, sha256);
	if (!checked.ok) return checked;
	return isBy(key, checked.message, checked.signature)
		? { ok: true }
		: { ok: false, why: "the passkey that it names didn't sign it" };
};

const isBy = (key: PasskeyKey, message: Uint8Array, signature: Uint8Array): boolean => {
	try {
		const hash = key.kty === "OKP" ? null : "sha256";
		return verify(hash, message, createPublicKey({ key, format: "jwk" }), signature);
	} catch {
		return false;
	}
};
