// The Worker's keys: how one is named, and how each vouches for the next.
import { z } from "zod";
import { concat, fromBase64, hex, utf8 } from "./bytes.ts";
import { PublicKey, Signature } from "./ids.ts";
import type { Sha256 } from "./plan/plan.ts";

/** A key's id: the first 16 digits of its SHA-256. `key` is raw, base64. So no two keys share an id. */
export const keyIdOf = (key: string, sha256: Sha256): string => hex(sha256(fromBase64(key))).slice(0, 16);

const Succession = z.strictObject({ v: z.literal(1), from: PublicKey, to: PublicKey });
export type Succession = z.infer<typeof Succession>;

/** `statement` is the JSON text of a Succession; the signature is by its `from`, over `successionMessage`. */
export const SignedSuccession = z.strictObject({ statement: z.string().max(300), signature: Signature });
export type SignedSuccession = z.infer<typeof SignedSuccession>;

export const successionText = (from: string, to: string): string =>
	JSON.stringify(Succession.parse({ v: 1, from, to }));

/** What is signed: the purpose, then the statement. */
export const successionMessage = (statement: string): Uint8Array<ArrayBuffer> =>
	concat(utf8("caisey key v1\n"), utf8(statement));

/** The statements that lead from one key to another, oldest first; null if they do not. Signatures are not looked at. */
export const wayFrom = (
	from: string,
	to: string,
	signed: SignedSuccession[],
): (SignedSuccession & Succession)[] | null => {
	const way: (SignedSuccession & Succession)[] = [];
	for (const one of signed) {
		const read = Succession.safeParse(tryJson(one.statement)).data;
		if (read && read.from === (way.at(-1)?.to ?? from)) way.push({ ...one, ...read });
	}
	return way.at(-1)?.to === to ? way : null;
};

const tryJson = (text: string): unknown => {
	try {
		return JSON.parse(text);
	} catch {
		return null;
	}
};
