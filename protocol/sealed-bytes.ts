// The bytes of a sealing, for the agent and for the page's script alike, which brings no schemas.
import { concat, utf8 } from "./bytes.ts";

type Purpose = { plan: string; digest: string; endpoint: string };
type Question = { session: string; plan: string; run: string; question: number };

/** What the enrollment key signs: the purpose, which endpoint, and the key to seal to. */
export const sealingMessage = (endpoint: string, key: string): Uint8Array<ArrayBuffer> =>
	utf8(`caisey sealing key v1\n${endpoint}\n${key}`);

/** HPKE's `info`. */
export const secretInfo = ({ plan, digest, endpoint }: Purpose): Uint8Array<ArrayBuffer> =>
	utf8(`caisey secret v1\n${plan}\n${digest}\n${endpoint}`);

/** HPKE's `aad`: which secret it is. */
export const secretAad = (name: string): Uint8Array<ArrayBuffer> => utf8(name);

/** HPKE's `info` of an answer to a running step's question. */
export const answerInfo = ({ plan, digest, endpoint }: Purpose): Uint8Array<ArrayBuffer> =>
	utf8(`caisey secret answer v1\n${plan}\n${digest}\n${endpoint}`);

/** HPKE's `aad` of it: to which question. */
export const answerAad = ({ session, plan, run, question }: Question): Uint8Array<ArrayBuffer> =>
	utf8(`${session}\n${plan}\n${run}\n${question}`);

/** Of a sealed answer as it travels: the encapsulated key, then the ciphertext with its tag. */
export const encapsulatedBytes = 32;

/** All lengths within this are one: the Worker doesn't learn how long a password is. */
const padTo = 128;

/** The value's length (u16, little-endian), the value, zeros. */
export const padded = (value: Uint8Array): Uint8Array<ArrayBuffer> => {
	const length = Uint8Array.of(value.length & 0xff, value.length >> 8);
	return concat(length, value, new Uint8Array((padTo - ((value.length + 2) % padTo)) % padTo));
};

/** Throws a RangeError if it isn't that. */
export const unpadded = (bytes: Uint8Array): Uint8Array => {
	const [low = 0, high = 0] = bytes;
	const length = low | (high << 8);
	if (bytes.length < 2 + length) throw new RangeError("the sealed value is cut off");
	return bytes.subarray(2, 2 + length);
};
