// Whether a passkey signed: the mathematics, by Node's own crypto, for the three kinds of key that authenticators make.
import { createPublicKey, type KeyObject, verify } from "node:crypto";
import { checkAssertion } from "../../domain/passkey-proof.ts";
import type { Assertion, PasskeyKey } from "../../protocol/plan/passkey.ts";
import { sha256 } from "../home/keys.ts";

export type Verified = { ok: true } | { ok: false; why: string };

/** `what`: what the challenge stands for, in words. */
export const verifyPasskey = (
	key: PasskeyKey,
	assertion: Assertion,
	asked: { challenge: Uint8Array; origin: string; what: string },
): Verified => {
	const checked = checkAssertion(assertion, asked, sha256);
	if (!checked.ok) return checked;
	return isBy(key, checked.message, checked.signature) ? { ok: true } : { ok: false, why: forged };
};

const forged = "the passkey that it names didn't sign it";

const isBy = (key: PasskeyKey, message: Uint8Array, signature: Uint8Array): boolean => {
	try {
		return verify(hashOf[key.kty], message, publicKey(key), signature);
	} catch {
		return false;
	}
};

/** Of ES256 (its signature in DER, as WebAuthn has it), EdDSA, and RS256 (PKCS #1 v1.5). */
const hashOf = { EC: "sha256", OKP: null, RSA: "sha256" } as const satisfies Record<
	PasskeyKey["kty"],
	string | null
>;

const publicKey = (key: PasskeyKey): KeyObject => createPublicKey({ key, format: "jwk" });
