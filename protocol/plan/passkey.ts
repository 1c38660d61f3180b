// What an approver's own passkey signs: the approval of one plan, or its word for another approver's key. Its proof travels in the
// grant, so that the agent needs no one's word for it but the passkey's.
import { z } from "zod";
import { utf8 } from "../bytes.ts";
import { PersonId } from "../ids.ts";
import type { Sha256 } from "./plan.ts";

/** Base64url without padding, as browsers write it. */
const base64url = (least: number, most: number) =>
	z
		.string()
		.min(least)
		.max(most)
		.regex(/^[\w-]+$/, "not base64url");

/** A passkey's name, as its authenticator made it. */
export const CredentialId = base64url(1, 1_400);

/** A passkey's public key as a JWK: ES256, EdDSA or RS256. */
export const PasskeyKey = z.discriminatedUnion("kty", [
	z.strictObject({
		kty: z.literal("EC"),
		crv: z.literal("P-256"),
		x: base64url(43, 43),
		y: base64url(43, 43),
	}),
	z.strictObject({ kty: z.literal("OKP"), crv: z.literal("Ed25519"), x: base64url(43, 43) }),
	z.strictObject({ kty: z.literal("RSA"), n: base64url(342, 1_366), e: base64url(2, 8) }),
]);
export type PasskeyKey = z.infer<typeof PasskeyKey>;

/** Whose passkey it is. `person`: two keys of one person are one approver. `name` is for people to read. */
export const ApproverKey = z.strictObject({
	credential: CredentialId,
	person: PersonId,
	name: z.string().min(1).max(100),
	key: PasskeyKey,
});
export type ApproverKey = z.infer<typeof ApproverKey>;

/** What a browser returns of a signature (WebAuthn's AuthenticatorAssertionResponse). */
export const Assertion = z.strictObject({
	authenticatorData: base64url(50, 2_000),
	clientDataJSON: base64url(1, 4_000),
	signature: base64url(1, 1_400),
});
export type Assertion = z.infer<typeof Assertion>;

/** An approver's yes to the plan of a grant, under that version of the client's policy. */
export const ApprovalProof = z.strictObject({
	credential: CredentialId,
	policy: z.int().min(0),
	...Assertion.shape,
});
export type ApprovalProof = z.infer<typeof ApprovalProof>;

/** A key, and which other one vouches for it; null: the client's first, or one that a break-glass brought. */
export const VouchedKey = z.strictObject({
	key: ApproverKey,
	vouch: z.strictObject({ by: CredentialId, ...Assertion.shape }).nullable(),
});
export type VouchedKey = z.infer<typeof VouchedKey>;

/** At most so many keys of one client. */
export const mostApproverKeys = 50;
/** Of those that counted once. */
export const mostRevokedKeys = 200;

/** Whose passkeys decide at a client. An agent believes the first of these that it hears, and later only what a key that it
 * knows vouches for. */
export const Approvers = z.strictObject({
	/** Where they sign: the console's address. A passkey is bound to it. */
	origin: z.string().max(300),
	/** How many different approvers. */
	needed: z.int().min(1).max(5),
	/** Oldest first, so that who vouches comes before whom they vouch for. */
	keys: z.array(VouchedKey).max(mostApproverKeys),
	/** No longer good, whoever vouches for them. */
	revoked: z.array(CredentialId).max(mostRevokedKeys),
});
export type Approvers = z.infer<typeof Approvers>;

/** What a passkey signs to approve a plan: the WebAuthn challenge, 32 bytes. */
export const approvalChallenge = (
	{ digest, session, policy }: { digest: string; session: string; policy: number },
	sha256: Sha256,
): Uint8Array => sha256(utf8(`caisey passkey approval v1\n${digest}\n${session}\n${policy}\napprove`));

/** What it signs to let a change of approvers, policy or channels take effect. `change`: both sides of it, as text. */
export const amendmentChallenge = (
	{ client, amendment, change }: { client: string; amendment: string; change: string },
	sha256: Sha256,
): Uint8Array => sha256(utf8(`caisey passkey amendment v1\n${client}\n${amendment}\n${change}`));

/** What it signs to vouch for another approver's key at a client. */
export const vouchChallenge = (client: string, key: ApproverKey, sha256: Sha256): Uint8Array =>
	sha256(utf8(`caisey approver key v1\n${client}\n${keyText(key)}`));

/** What people compare of a key, such as on the phone: 16 digits of its SHA-256. */
export const keyCode = (key: ApproverKey, sha256: Sha256): string =>
	Array.from(sha256(utf8(keyText(key))).subarray(0, 8), (byte) => byte.toString(16).padStart(2, "0"))
		.join("")
		.replace(/(....)(?=.)/g, "$1-");

const keyText = (key: ApproverKey): string => JSON.stringify(ApproverKey.parse(key));
