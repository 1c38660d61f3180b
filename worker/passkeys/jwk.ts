// A passkey's public key as a JWK: how agents know it. Registrations have it in COSE (RFC 9052).
import { cose, decodeCredentialPublicKey } from "@simplewebauthn/server/helpers";
import { PasskeyKey } from "../../protocol/plan/passkey.ts";
import { toBase64url } from "../keys/crypto.ts";

/** `publicKey`: COSE. Null: a kind that agents don't know. */
export const jwkOf = (publicKey: Uint8Array<ArrayBuffer>): PasskeyKey | null => {
	const key = decodeCredentialPublicKey(publicKey);
	const text = (bytes: Uint8Array | undefined) => bytes && toBase64url(bytes);
	const made = cose.isCOSEPublicKeyEC2(key)
		? { kty: "EC", crv: curves[Number(key.get(-1))], x: text(key.get(-2)), y: text(key.get(-3)) }
		: cose.isCOSEPublicKeyOKP(key)
			? { kty: "OKP", crv: curves[Number(key.get(-1))], x: text(key.get(-2)) }
			: cose.isCOSEPublicKeyRSA(key)
				? { kty: "RSA", n: text(key.get(-1)), e: text(key.get(-2)) }
				: null;
	return PasskeyKey.safeParse(made).data ?? null;
};

/** COSE's numbers of the curves that agents know. */
const curves: Record<number, string> = { 1: "P-256", 6: "Ed25519" };
