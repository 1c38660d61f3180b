// A Worker's key for tests: it signs, and vouches for the next one.
import { generateKeyPairSync, sign as signBytes } from "node:crypto";
import { type SignedSuccession, successionMessage, successionText } from "../../protocol/keys.ts";
import { idOf } from "../connection/trust.ts";

export type WorkerKey = ReturnType<typeof newWorkerKey>;

export const newWorkerKey = () => {
	const pair = generateKeyPairSync("ed25519");
	const key = Buffer.from(pair.publicKey.export({ format: "jwk" }).x ?? "", "base64url").toString("base64");
	const sign = (message: Uint8Array): string => signBytes(null, message, pair.privateKey).toString("base64");
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
