// A Worker's key for tests: it signs, and vouches for the next one.
import {
	createPrivateKey,
	createPublicKey,
	generateKeyPairSync,
	type KeyObject,
	sign as signBytes,
} from "node:crypto";
import { type SignedSuccession, successionMessage, successionText } from "../../protocol/keys.ts";
import { idOf } from "../connection/trust.ts";

export type WorkerKey = ReturnType<typeof newWorkerKey>;

export const newWorkerKey = () => workerKeyOf(generateKeyPairSync("ed25519").privateKey);

/** The one of this setting: PKCS #8, base64. */
export const workerKeyFrom = (setting: string): WorkerKey =>
	workerKeyOf(createPrivateKey({ key: Buffer.from(setting, "base64"), format: "der", type: "pkcs8" }));

const workerKeyOf = (secret: KeyObject) => {
	const { x = "" } = createPublicKey(secret).export({ format: "jwk" });
	const key = Buffer.from(x, "base64url").toString("base64");
	const sign = (message: Uint8Array): string => signBytes(null, message, secret).toString("base64");
	return {
		key,
		keyId: idOf(key),
		sign,
		/** As `from` says; its own key unless a forger says otherwise. */
		vouchFor(to: { key: string }, from = key): SignedSuccession {
			const statement = successionText(from, to.key);
			return { statement, signature: sign(successionMessage(statement)) };
		},
	};
};
