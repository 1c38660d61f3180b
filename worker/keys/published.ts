// The Worker's public keys, those before a change of SIGNING_KEY included: what signed heads verify against.
import type { PublicKey } from "../contracts/directory.ts";
import { directoryOf } from "../durable/places.ts";
import type { Env } from "../env.ts";

/** Raw Ed25519 public keys, base64, by the id in a head. */
export type Keys = PublicKey[];

/** Every key that heads were ever signed with, and the current one. Of an id used with two keys, the first counts. */
export const everyKey = async ({ env }: { env: Env }, current: Keys): Promise<Keys> => {
	const kept = await directoryOf(env.DIRECTORY).signingKeys();
	return [...kept, ...current.filter(({ keyId }) => !kept.some((one) => one.keyId === keyId))];
};
