// The hash chains: records of a recording, events of a session. A link covers the metadata and a salted hash of the
// bytes, never the bytes themselves, so that payload and salt can be erased and the chain still verifies.
import { concat, utf8 } from "../bytes.ts";
import type { Sha256 } from "../plan/plan.ts";

const domain = {
	record: utf8("caisey record v1\n"),
	event: utf8("caisey event v1\n"),
	start: utf8("caisey chain v1\n"),
};
export type ChainKind = "record" | "event";

/** Bytes of salt in front of each payload. */
export const saltLength = 16;

/** The link before the first: bound to the recording's or session's id, so that chains can't be exchanged. */
export const firstLink = (id: string, sha256: Sha256): Uint8Array => sha256(domain.start, utf8(id));

/** SHA-256(salt ‖ payload): all that a link knows of the payload, and what stays after an erasure. */
export const payloadHash = (salt: Uint8Array, payload: Uint8Array, sha256: Sha256): Uint8Array => {
	if (salt.length !== saltLength) throw new RangeError(`a salt has ${saltLength} bytes`);
	return sha256(salt, payload);
};

/** The next link: SHA-256(domain ‖ previous link ‖ length of meta, u32 little-endian ‖ meta ‖ payload hash). */
export const nextLink = (
	kind: ChainKind,
	previous: Uint8Array,
	meta: Uint8Array,
	hash: Uint8Array,
	sha256: Sha256,
): Uint8Array => {
	const length = new Uint8Array(4);
	new DataView(length.buffer).setUint32(0, meta.length, true);
	return sha256(domain[kind], previous, length, meta, hash);
};

/** What is signed as a chain's head: purpose, whose chain, how many links, the last link. */
export const headBytes = (head: { id: string; count: number; link: string }): Uint8Array<ArrayBuffer> =>
	concat(
		utf8("caisey head v1\n"),
		utf8(JSON.stringify({ v: 1, id: head.id, count: head.count, link: head.link })),
	);
