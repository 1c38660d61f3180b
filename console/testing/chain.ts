// A chain of rows with real salts, hashes and signatures, held in memory.
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign, verify } from "node:crypto";
import { base64, hex } from "../../protocol/bytes.ts";
import { keyIdOf } from "../../protocol/keys.ts";
import type { Sha256 } from "../../protocol/plan/plan.ts";
import {
	type ChainKind,
	firstLink,
	headBytes,
	nextLink,
	payloadHash,
	saltLength,
} from "../../protocol/record/chain.ts";
import type { SignedHead } from "../../protocol/record/events.ts";

export const sha256: Sha256 = (...parts) => {
	const hash = createHash("sha256");
	for (const part of parts) hash.update(part);
	return new Uint8Array(hash.digest());
};

export type Row = { meta: Uint8Array; payload: Uint8Array | null; salt: Uint8Array | null; hash: Uint8Array };

export type Key = { keyId: string; public: string; private: KeyObject };

export const newKey = (): Key => {
	const pair = generateKeyPairSync("ed25519");
	const raw = base64(pair.publicKey.export({ type: "spki", format: "der" }).subarray(-32));
	return { keyId: keyIdOf(raw, sha256), public: raw, private: pair.privateKey };
};

export const signed = (key: Key, message: Uint8Array): string => base64(sign(null, message, key.private));

export const row = (meta: Uint8Array, payload: Uint8Array): Row => {
	const salt = new Uint8Array(randomBytes(saltLength));
	return { meta, payload, salt, hash: payloadHash(salt, payload, sha256) };
};

/** The last link after all rows. */
export const lastLink = (kind: ChainKind, id: string, rows: Row[]): string =>
	hex(rows.reduce((link, { meta, hash }) => nextLink(kind, link, meta, hash, sha256), firstLink(id, sha256)));

export const signedHead = (key: Key, kind: ChainKind, id: string, rows: Row[]): SignedHead => {
	const head = { id, count: rows.length, link: lastLink(kind, id, rows) };
	return { ...head, keyId: key.keyId, signature: signed(key, headBytes(head)) };
};

/** Whether every payload that is left has its hash, and the head its link and signature. */
export const holds = (kind: ChainKind, rows: Row[], head: SignedHead, key: Key): boolean =>
	rows.every(
		(one) => !one.payload || !one.salt || equal(payloadHash(one.salt, one.payload, sha256), one.hash),
	) &&
	lastLink(kind, head.id, rows.slice(0, head.count)) === head.link &&
	verify(null, headBytes(head), key.private, Buffer.from(head.signature, "base64"));

const equal = (a: Uint8Array, b: Uint8Array) => hex(a) === hex(b);
