// A time stamp of a signed head (RFC 3161): what an outside authority is asked to stamp, and what is kept of its answer.
import { z } from "zod";
import { Text } from "../bounds.ts";
import { utf8 } from "../bytes.ts";
import { Instant } from "../ids.ts";

/** Bytes of a token at most. */
export const longestToken = 65_536;

/** `count`: of the head that is stamped. `by` and `time` repeat what the token says: whose certificate it has, and when. */
export const HeadStamp = z.strictObject({
	count: z.int().min(0),
	by: Text.min(1),
	time: Instant,
	/** The authority's TimeStampToken, DER in base64. */
	token: Text.regex(/^[A-Za-z0-9+/]+={0,2}$/, "not base64").max(4 * Math.ceil(longestToken / 3)),
});
export type HeadStamp = z.infer<typeof HeadStamp>;

/** What is stamped: the signed head as a line of JSON, without its end. So the stamp covers the signature, too. */
export const stampedBytes = ({
	id,
	count,
	link,
	keyId,
	signature,
}: {
	id: string;
	count: number;
	link: string;
	keyId: string;
	signature: string;
}): Uint8Array<ArrayBuffer> => utf8(JSON.stringify({ id, count, link, keyId, signature }));
