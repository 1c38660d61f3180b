// Ed25519 keys and SHA-256, by node:crypto.
import {
	createHash,
	createPrivateKey,
	createPublicKey,
	generateKeyPairSync,
	type KeyObject,
	sign as signBytes,
	verify,
} from "node:crypto";
import { fromBase64 } from "../../protocol/bytes.ts";
import type { Sha256 } from "../../protocol/plan/plan.ts";

/** An endpoint's key: the secret half stays in this process and its key file. `raw` is the public half, 32 bytes. */
export type AgentKey = { secret: KeyObject; raw: Uint8Array };

export const newKey = (): AgentKey => withPublic(generateKeyPairSync("ed25519").privateKey);

/** A key file's text, PKCS#8 PEM. */
export const keyText = (key: AgentKey): string =>
	key.secret.export({ format: "pem", type: "pkcs8" }).toString();

/** Reads a key file's text; throws if it is not an Ed25519 key. */
export const readKey = (pem: string): AgentKey => {
	const secret = createPrivateKey(pem);
	if (secret.asymmetricKeyType !== "ed25519") throw new TypeError("the key isn't an Ed25519 key");
	return withPublic(secret);
};

/** A signature, base64. */
export const sign = (key: AgentKey, message: Uint8Array): string =>
	signBytes(null, message, key.secret).toString("base64");

/** Whether that key made the signature; false if either is malformed. Key and signature are base64. */
export const verifies = (key: string, message: Uint8Array, signature: string): boolean => {
	try {
		const x = Buffer.from(key, "base64").toString("base64url");
		const publicKey = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
		return verify(null, message, publicKey, fromBase64(signature));
	} catch {
		return false;
	}
};

export const sha256: Sha256 = (...parts) => {
	const hash = createHash("sha256");
	for (const part of parts) hash.update(part);
	return hash.digest();
};

const withPublic = (secret: KeyObject): AgentKey => {
	const { x } = createPublicKey(secret).export({ format: "jwk" });
	if (!x) throw new TypeError("the key has no public half");
	return { secret, raw: Buffer.from(x, "base64url") };
};
