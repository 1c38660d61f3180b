// Passcodes at rest: a slow hash, so that who reads the storage still has to guess. Cloudflare computes at most 100,000 rounds.
import { base64, utf8 } from "../../protocol/bytes.ts";
import { random, same } from "../keys/crypto.ts";

const rounds = 100_000;

const derived = async (passcode: string, salt: Uint8Array<ArrayBuffer>): Promise<string> => {
	const key = await crypto.subtle.importKey("raw", utf8(passcode), "PBKDF2", false, ["deriveBits"]);
	const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds };
	return base64(new Uint8Array(await crypto.subtle.deriveBits(how, key, 256)));
};

export type Hashed = { salt: Uint8Array<ArrayBuffer>; hash: string };

export const hashed = async (passcode: string): Promise<Hashed> => {
	const salt = random(16);
	return { salt, hash: await derived(passcode, salt) };
};

export const fits = async (passcode: string, { salt, hash }: Hashed): Promise<boolean> =>
	same(await derived(passcode, salt), hash);
