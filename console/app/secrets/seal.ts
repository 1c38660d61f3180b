// Seals a secret so that the agents of the approved plan alone can read it, or the agent that asks for it while a step runs. The
// plan's own bytes say which agents these are.
import { Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from "@hpke/core";
import { base64, concat, fromBase64, hex, utf8 } from "../../../protocol/bytes.ts";
import {
	answerAad,
	answerInfo,
	padded,
	sealingMessage,
	secretAad,
	secretInfo,
} from "../../../protocol/sealed-bytes.ts";

/** An endpoint as the Worker tells of it: checked against the plan. */
export type Told = { endpoint: string; key: string; sealing: { key: string; signature: string } };
export type Secret = { name: string; value: string };
export type SealedFor = { endpoint: string; secrets: { name: string; enc: string; sealed: string }[] };

/** `text`: the plan's bytes; `fingerprint`: as they name the endpoint's key. Throws where the agent's key doesn't hold. */
export const sealFor = async (
	{ plan, text }: { plan: string; text: string },
	fingerprint: string,
	{ endpoint, key, sealing }: Told,
	secrets: Secret[],
): Promise<SealedFor> => {
	await holds(fingerprint, { endpoint, key, sealing });
	const digest = await sha256(utf8(text));
	const recipientPublicKey = await kem.deserializePublicKey(fromBase64(sealing.key));
	const sealed = secrets.map(async ({ name, value }) => {
		const to = { recipientPublicKey, info: secretInfo({ plan, digest, endpoint }) };
		const { enc, ct } = await suite.seal(to, padded(utf8(value)), secretAad(name));
		return { name, enc: base64(new Uint8Array(enc)), sealed: base64(new Uint8Array(ct)) };
	});
	return { endpoint, secrets: await Promise.all(sealed) };
};

/** Which question of which run. `text`: the plan's bytes. */
export type Question = { plan: string; text: string; session: string; run: string; question: number };

/** The encapsulated key, then the ciphertext, in base64. Opens for that question alone. */
export const sealAnswer = async (
	{ text, ...of }: Question,
	fingerprint: string,
	{ endpoint, key, sealing }: Told,
	value: string,
): Promise<string> => {
	await holds(fingerprint, { endpoint, key, sealing });
	const info = answerInfo({ plan: of.plan, digest: await sha256(utf8(text)), endpoint });
	const recipientPublicKey = await kem.deserializePublicKey(fromBase64(sealing.key));
	const { enc, ct } = await suite.seal({ recipientPublicKey, info }, padded(utf8(value)), answerAad(of));
	return base64(concat(new Uint8Array(enc), new Uint8Array(ct)));
};

const kem = new DhkemX25519HkdfSha256();
const suite = new CipherSuite({ kem, kdf: new HkdfSha256(), aead: new Aes256Gcm() });

/** The approved plan names the endpoint's key, and that key vouches for the one to seal to. */
const holds = async (fingerprint: string, { endpoint, key, sealing }: Told): Promise<void> => {
	const raw = fromBase64(key);
	if ((await sha256(raw)) !== fingerprint) throw new Error("this key isn't the one in the approved plan");
	const trusted = await crypto.subtle.importKey("raw", raw, "Ed25519", false, ["verify"]);
	const message = sealingMessage(endpoint, sealing.key);
	if (!(await crypto.subtle.verify("Ed25519", trusted, fromBase64(sealing.signature), message)))
		throw new Error("the endpoint's key doesn't vouch for the one to seal to");
};

const sha256 = async (bytes: Uint8Array<ArrayBuffer>): Promise<string> =>
	hex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));
