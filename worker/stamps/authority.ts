// Asks a time stamp authority (RFC 3161) to stamp something. Its answer is bounded, and believed only if it is one to this question.
import { concat } from "../../protocol/bytes.ts";
import { longestToken } from "../../protocol/record/stamp.ts";
import { random, sha256 } from "../keys/crypto.ts";
import { readToken } from "./token.ts";

/** In ms. */
const longestAnswer = 10_000;

export type Stamped =
	| { ok: true; by: string; time: number; token: Uint8Array<ArrayBuffer> }
	| { ok: false; why: string };

const fails = (why: string) => ({ ok: false, why }) as const;

/** Only what the message hashes to leaves this Worker. */
export const askAuthority = async (url: string, message: Uint8Array<ArrayBuffer>): Promise<Stamped> => {
	// Below 2^63, and with no zero in front, whatever an authority makes of such a number.
	const nonce = random(8);
	nonce[0] = ((nonce[0] ?? 0) & 0x3f) | 0x40;
	try {
		const answer = await ask(url, await requestFor(message, nonce));
		if (!answer.ok) return answer;
		return await tokenIn(answer.bytes, message, nonce).catch(() => fails("its answer can't be read"));
	} catch (error) {
		return fails(`it can't be reached: ${error instanceof Error ? error.message : String(error)}`);
	}
};

/** As DER; it wants the authority's certificate in the answer. */
export const requestFor = async (
	message: Uint8Array,
	nonce: Uint8Array<ArrayBuffer>,
): Promise<ArrayBuffer> => {
	const [pki, asn1] = await Promise.all([import("pkijs"), import("asn1js")]);
	const hashAlgorithm = new pki.AlgorithmIdentifier({
		algorithmId: "2.16.840.1.101.3.4.2.1",
		algorithmParams: new asn1.Null(),
	});
	const hashedMessage = new asn1.OctetString({ valueHex: sha256(message).buffer });
	return new pki.TimeStampReq({
		version: 1,
		messageImprint: new pki.MessageImprint({ hashAlgorithm, hashedMessage }),
		nonce: new asn1.Integer({ valueHex: nonce.buffer }),
		certReq: true,
	})
		.toSchema()
		.toBER();
};

type Answer = { ok: true; bytes: Uint8Array<ArrayBuffer> } | { ok: false; why: string };

/** Never elsewhere than it was sent. */
const ask = async (url: string, body: ArrayBuffer): Promise<Answer> => {
	const response = await fetch(url, {
		method: "POST",
		headers: { "content-type": "application/timestamp-query", accept: "application/timestamp-reply" },
		body,
		redirect: "manual",
		signal: AbortSignal.timeout(longestAnswer),
	});
	if (response.status !== 200) {
		await response.body?.cancel();
		return fails(`it answered with ${response.status}`);
	}
	const bytes = await bounded(response);
	return bytes ? { ok: true, bytes } : fails(`its answer has more than ${longestToken} bytes`);
};

const bounded = async ({ body }: Response): Promise<Uint8Array<ArrayBuffer> | null> => {
	const parts: Uint8Array[] = [];
	let length = 0;
	const reader = body?.getReader();
	for (let next = await reader?.read(); next?.value; next = await reader?.read()) {
		length += next.value.length;
		if (length > longestToken) {
			await reader?.cancel();
			return null;
		}
		parts.push(next.value);
	}
	return concat(...parts);
};

/** Granted, perhaps with changes (RFC 3161, 2.4.2). */
const granted = [0, 1];

const tokenIn = async (
	answer: Uint8Array<ArrayBuffer>,
	message: Uint8Array<ArrayBuffer>,
	nonce: Uint8Array,
): Promise<Stamped> => {
	const [pki, asn1] = await Promise.all([import("pkijs"), import("asn1js")]);
	const { status } = pki.TimeStampResp.fromBER(answer);
	// As it came: whatever a library would write instead isn't what was signed.
	const { result } = asn1.fromBER(answer);
	const second = result instanceof asn1.Sequence ? result.valueBlock.value[1] : undefined;
	if (!granted.includes(status.status) || !second) return fails(`it refuses, with status ${status.status}`);
	const token = new Uint8Array(second.valueBeforeDecodeView);
	const read = await readToken(token, message);
	if (!read.ok) return fails(`its time stamp can't be used: ${read.why}`);
	if (!sameNumber(read.nonce, nonce)) return fails("its time stamp answers another question");
	return { ok: true, by: read.by, time: read.time, token };
};

/** Whether two big-endian numbers are the same, whatever zeros are in front. */
const sameNumber = (one: Uint8Array, other: Uint8Array): boolean => {
	const [a, b] = [one, other].map((bytes) => bytes.subarray(bytes.findIndex((byte) => byte !== 0)));
	return a?.length === b?.length && a?.every((byte, i) => byte === b?.[i]) === true;
};
