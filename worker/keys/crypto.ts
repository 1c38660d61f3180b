// Hashes, signatures, tokens: thin names over the platform's own.
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { base64, concat, fromBase64, hex, utf8 } from "../../protocol/bytes.ts";
import { keyIdOf } from "../../protocol/keys.ts";
import { sealMessage } from "../../protocol/read/seal.ts";
import { headBytes } from "../../protocol/record/chain.ts";
import type { SignedHead } from "../../protocol/record/events.ts";
import { directoryOf } from "../durable/places.ts";
import { type Env, settings } from "../env.ts";

/** SHA-256 of all parts in a row. */
export const sha256 = (...parts: Uint8Array[]): Uint8Array<ArrayBuffer> => {
	const hash = createHash("sha256");
	for (const part of parts) hash.update(part);
	return new Uint8Array(hash.digest());
};

export const sha256Hex = (...parts: Uint8Array[]): string => hex(sha256(...parts));

/** SHA-256 of a raw public key: how plans name an endpoint's key. */
export const fingerprint = (key: string): string => sha256Hex(fromBase64(key));

/** `length` random bytes. */
export const random = (length: number): Uint8Array<ArrayBuffer> => new Uint8Array(randomBytes(length));

/** 32 random bytes, as a URL can contain them. */
export const newToken = (): string => toBase64url(random(32));

export const toBase64url = (bytes: Uint8Array): string =>
	base64(bytes).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");

/** The text must have been decoded as base64url before. */
export const fromBase64url = (text: string): Uint8Array<ArrayBuffer> =>
	fromBase64(
		text
			.replaceAll("-", "+")
			.replaceAll("_", "/")
			.padEnd(Math.ceil(text.length / 4) * 4, "="),
	);

/** Whether two texts are the same, in a time that does not tell where they differ. */
export const same = (a: string, b: string): boolean => timingSafeEqual(sha256(utf8(a)), sha256(utf8(b)));

/** Keys alone, no imports that are under way: one whose object is restarted amid it never ends, and all others would wait for it. */
const signingKeys = new WeakMap<object, CryptoKey>();
const signingKey = async (env: Env): Promise<CryptoKey> => {
	const known = signingKeys.get(env);
	if (known) return known;
	const key = await crypto.subtle.importKey("pkcs8", settings(env).SIGNING_KEY, "Ed25519", true, ["sign"]);
	signingKeys.set(env, key);
	return key;
};

/** Signs with the Worker's Ed25519 key; base64. */
export const sign = async (env: Env, message: Uint8Array<ArrayBuffer>): Promise<string> =>
	base64(new Uint8Array(await crypto.subtle.sign("Ed25519", await signingKey(env), message)));

const publicKeys = new WeakMap<object, { keyId: string; key: string }>();

/** The Worker's public key, raw 32 bytes, base64, with its id. */
export const workerKey = async (env: Env): Promise<{ keyId: string; key: string }> => {
	const known = publicKeys.get(env);
	if (known) return known;
	const jwk = (await crypto.subtle.exportKey("jwk", await signingKey(env))) as JsonWebKey;
	const x = (jwk.x ?? "").replaceAll("-", "+").replaceAll("_", "/");
	const key = x.padEnd(Math.ceil(x.length / 4) * 4, "=");
	const made = { keyId: keyIdOf(key, sha256), key };
	publicKeys.set(env, made);
	return made;
};

/** Whether a raw Ed25519 public key (base64) made this signature (base64); false on anything malformed. */
export const verify = async (
	key: string,
	message: Uint8Array<ArrayBuffer>,
	signature: string,
): Promise<boolean> => {
	try {
		const imported = await crypto.subtle.importKey("raw", fromBase64(key), "Ed25519", false, ["verify"]);
		return await crypto.subtle.verify("Ed25519", imported, fromBase64(signature), message);
	} catch {
		return false;
	}
};

/** Signs the head of a chain, with a key whose public half is kept first. */
export const signHead = async (
	env: Env,
	head: { id: string; count: number; link: string },
): Promise<SignedHead> => {
	await keepKey(env);
	return {
		...head,
		keyId: (await workerKey(env)).keyId,
		signature: await sign(env, headBytes(head)),
	};
};

/** Signs an export by its SHA-256, with a key whose public half is kept first. */
export const signSeal = async (env: Env, sha256: string): Promise<{ keyId: string; signature: string }> => {
	await keepKey(env);
	return { keyId: (await workerKey(env)).keyId, signature: await sign(env, sealMessage(sha256)) };
};

const keptKeys = new WeakSet<object>();
const keepKey = async (env: Env): Promise<void> => {
	if (keptKeys.has(env)) return;
	await directoryOf(env.DIRECTORY).keepSigningKey(await workerKey(env));
	keptKeys.add(env);
};

const sealingKey = (env: Env) =>
	crypto.subtle.importKey(
		"raw",
		sha256(utf8("caisey sealing v1"), settings(env).SECRET_KEY),
		"AES-GCM",
		false,
		["encrypt", "decrypt"],
	);

/** Encrypts a text for storage (AES-256-GCM, a fresh nonce in front). `what` is bound to it: it opens only as the same thing. */
export const seal = async (env: Env, what: string, text: string): Promise<string> => {
	const iv = random(12);
	const sealed = await crypto.subtle.encrypt(
		{ name: "AES-GCM", iv, additionalData: utf8(what) },
		await sealingKey(env),
		utf8(text),
	);
	return base64(concat(iv, new Uint8Array(sealed)));
};

/** The text that was sealed as `what`; throws if it was not. */
export const unseal = async (env: Env, what: string, sealed: string): Promise<string> => {
	const bytes = fromBase64(sealed);
	const algorithm = { name: "AES-GCM", iv: bytes.subarray(0, 12), additionalData: utf8(what) };
	return new TextDecoder().decode(
		await crypto.subtle.decrypt(algorithm, await sealingKey(env), bytes.subarray(12)),
	);
};

const cookieKey = (env: Env) =>
	crypto.subtle.importKey(
		"raw",
		sha256(utf8("caisey cookies v1"), settings(env).SECRET_KEY),
		{ name: "HMAC", hash: "SHA-256" },
		false,
		["sign"],
	);

/** A keyed tag over a text, base64url. */
export const tag = async (env: Env, text: string): Promise<string> =>
	toBase64url(new Uint8Array(await crypto.subtle.sign("HMAC", await cookieKey(env), utf8(text))));
