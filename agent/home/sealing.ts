// The key that people's browsers seal secrets to: X25519, made at enrollment or first start, kept beside the endpoint's own key,
// which vouches for it.
import { createPrivateKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from "@hpke/core";
import { base64, fromBase64, fromUtf8 } from "../../protocol/bytes.ts";
import {
	answerAad,
	answerInfo,
	encapsulatedBytes,
	sealingMessage,
	secretAad,
	secretInfo,
	unpadded,
} from "../../protocol/sealed-bytes.ts";
import type { AnswerPurpose, SealedSecret, SealingKey, SecretPurpose } from "../../protocol/sealing.ts";
import { keepToAccount } from "../windows/access.ts";
import type { Folder } from "./folder.ts";
import { type AgentKey, sign } from "./keys.ts";

/** A plan's secrets by name. In memory only. */
export type Secrets = ReadonlyMap<string, string>;

export type Sealing = {
	/** With the endpoint's word for it. */
	publicKey: (endpoint: string, key: AgentKey) => SealingKey;
	/** Rejects what wasn't sealed to this key, for this purpose. */
	open: (purpose: SecretPurpose, sealed: SealedSecret[]) => Promise<Secrets>;
	/** The same of an answer to a running step's question: a SealedAnswer. */
	openAnswer: (purpose: AnswerPurpose, sealed: string) => Promise<string>;
};

/** Throws where the file can't be read, or a new one can't be written. */
export const openSealing = (folder: Pick<Folder, "sealing">): Sealing => {
	const secret = keptKey(folder.sealing);
	const { x, d } = secret.export({ format: "jwk" });
	if (!x || !d) throw new TypeError("the sealing key isn't an X25519 key");
	const raw = base64(Buffer.from(x, "base64url"));
	const kem = new DhkemX25519HkdfSha256();
	const suite = new CipherSuite({ kem, kdf: new HkdfSha256(), aead: new Aes256Gcm() });
	const imported = kem.importKey("jwk", { kty: "OKP", crv: "X25519", x, d, key_ops: ["deriveBits"] }, false);
	imported.catch(() => {}); // Each opening says it.
	const open = async (enc: Bytes, sealed: Bytes, info: Bytes, aad: Bytes): Promise<string> => {
		const opened = await suite.open({ recipientKey: await imported, enc, info }, sealed, aad);
		return fromUtf8(unpadded(new Uint8Array(opened)));
	};
	const openOne = (purpose: SecretPurpose, { name, enc, sealed }: SealedSecret): Promise<string> =>
		open(fromBase64(enc), fromBase64(sealed), secretInfo(purpose), secretAad(name));
	return {
		publicKey: (endpoint, key) => ({ key: raw, signature: sign(key, sealingMessage(endpoint, raw)) }),
		open: async (purpose, all) =>
			new Map(await Promise.all(all.map(async (one) => [one.name, await openOne(purpose, one)] as const))),
		openAnswer: async (purpose, sealed) => {
			const bytes = fromBase64(sealed);
			const [enc, text] = [bytes.slice(0, encapsulatedBytes), bytes.slice(encapsulatedBytes)];
			return open(enc, text, answerInfo(purpose), answerAad(purpose));
		},
	};
};

type Bytes = Uint8Array<ArrayBuffer>;

/** A file that a crash left half written is no key: a new one takes its place. */
const keptKey = (path: string): KeyObject => {
	const text = existsSync(path) ? readFileSync(path, "utf8") : "";
	try {
		const key = createPrivateKey(text);
		if (key.asymmetricKeyType === "x25519") return key;
	} catch {
		// It is made below.
	}
	return writeNew(path);
};

const writeNew = (path: string): KeyObject => {
	const { privateKey } = generateKeyPairSync("x25519");
	const text = privateKey.export({ format: "pem", type: "pkcs8" }).toString();
	writeFileSync(path, text, { mode: 0o600, flush: true });
	if (process.platform === "win32") keepToAccount(path);
	return privateKey;
};
