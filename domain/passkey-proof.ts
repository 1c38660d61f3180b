// Whether a passkey's answer says what it has to say: everything about it but the mathematics of its signature, which each side
// checks with its own means. Fails closed. Pure: SHA-256 is an argument.
import { z } from "zod";
import { concat, fromBase64, fromUtf8, hex, utf8 } from "../protocol/bytes.ts";
import type { Assertion } from "../protocol/plan/passkey.ts";
import type { Sha256 } from "../protocol/plan/plan.ts";

/** `message`: what the passkey's signature has to be over. */
export type Checked =
	| { ok: true; message: Uint8Array<ArrayBuffer>; signature: Uint8Array<ArrayBuffer> }
	| { ok: false; why: string };

const ClientData = z.looseObject({
	type: z.string(),
	challenge: z.string(),
	origin: z.string(),
	crossOrigin: z.boolean().optional(),
});

const presentFlag = 0x01;
const verifiedFlag = 0x04;

/** `origin`: the console's, where alone people may sign. `what`: what the challenge stands for, in words. */
export const checkAssertion = (
	assertion: Assertion,
	{ challenge, origin, what }: { challenge: Uint8Array; origin: string; what: string },
	sha256: Sha256,
): Checked => {
	const data = attempt(() => fromBase64url(assertion.authenticatorData));
	const client = attempt(() => fromBase64url(assertion.clientDataJSON));
	const signature = attempt(() => fromBase64url(assertion.signature));
	const said = ClientData.safeParse(client && attempt(() => JSON.parse(fromUtf8(client)))).data;
	const host = /^https?:\/\/([^/:]+)(?::\d+)?$/.exec(origin)?.[1];
	if (!data || !client || !signature || !said || !host) return no("it can't be read");
	if (said.type !== "webauthn.get") return no(`it isn't a signature by a passkey but “${said.type}”`);
	if (said.challenge !== toBase64url(challenge)) return no(`it signs something else than ${what}`);
	if (said.origin !== origin || said.crossOrigin === true)
		return no(`it was given at ${said.origin}, not at ${origin}`);
	if (data.length < 37) return no("its authenticator's data is cut off");
	if (hex(data.subarray(0, 32)) !== hex(sha256(utf8(host)))) return no(`its passkey isn't one of ${host}`);
	const flags = data[32] ?? 0;
	if (!(flags & presentFlag)) return no("no one was there when it was given");
	if (!(flags & verifiedFlag)) return no("the authenticator didn't verify who gave it");
	return { ok: true, message: concat(data, sha256(client)), signature };
};

/** The text of bytes as browsers write them. */
export const toBase64url = (bytes: Uint8Array): string =>
	btoa(String.fromCharCode(...bytes))
		.replaceAll("+", "-")
		.replaceAll("/", "_")
		.replace(/=+$/, "");

/** Throws if it isn't what `toBase64url` writes. */
export const fromBase64url = (text: string): Uint8Array<ArrayBuffer> =>
	fromBase64(
		text
			.replaceAll("-", "+")
			.replaceAll("_", "/")
			.padEnd(Math.ceil(text.length / 4) * 4, "="),
	);

const no = (why: string): Checked => ({ ok: false, why });

const attempt = <T>(read: () => T): T | undefined => {
	try {
		return read();
	} catch {
		return undefined;
	}
};
