// Passkeys for tests, as an authenticator holds them: each of the kinds that the agent knows, signing what it is asked to.
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";
import { toBase64url } from "../../domain/passkey-proof.ts";
import { utf8 } from "../../protocol/bytes.ts";
import { newId } from "../../protocol/ids.ts";
import {
	type ApprovalProof,
	type ApproverKey,
	type Approvers,
	type Assertion,
	approvalChallenge,
	PasskeyKey,
	type VouchedKey,
	vouchChallenge,
} from "../../protocol/plan/passkey.ts";
import { type Plan, planBytes, planDigest } from "../../protocol/plan/plan.ts";
import { sha256 } from "../home/keys.ts";

export const consoleOrigin = "https://caisey.example.com";

/** What an authenticator or a page may get wrong, or someone who forges. */
export type Wrong = Partial<{
	origin: string;
	type: string;
	crossOrigin: boolean;
	rpId: string;
	flags: number;
	credential: string;
	challenge: Uint8Array;
	/** Claimed in the proof; another one was signed. */
	policy: number;
}>;

export type TestPasskey = ReturnType<typeof newPasskey>;

export const newPasskey = (
	name: string,
	kind: keyof typeof makers = "EC",
	person = newId("person", "none"),
) => {
	const { publicKey, privateKey, hash } = makers[kind]();
	const { kty, crv, x, y, n, e } = publicKey.export({ format: "jwk" });
	const key: ApproverKey = {
		credential: toBase64url(randomBytes(20)),
		person,
		name,
		key: PasskeyKey.parse(JSON.parse(JSON.stringify({ kty, crv, x, y, n, e }))),
	};
	const answer = (asked: Uint8Array, wrong: Wrong = {}): Assertion => {
		const { origin = consoleOrigin, type = "webauthn.get", crossOrigin = false, flags = 0x05 } = wrong;
		const client = utf8(
			JSON.stringify({ type, challenge: toBase64url(wrong.challenge ?? asked), origin, crossOrigin }),
		);
		const party = createHash("sha256")
			.update(wrong.rpId ?? new URL(consoleOrigin).hostname)
			.digest();
		const data = Buffer.concat([party, Buffer.from([flags, 0, 0, 0, 0])]);
		const signature = sign(hash, Buffer.concat([data, sha256(client)]), privateKey);
		return {
			authenticatorData: toBase64url(data),
			clientDataJSON: toBase64url(client),
			signature: toBase64url(signature),
		};
	};
	return {
		key,
		answer,
		/** Its yes to a plan. */
		approves(plan: Plan, policy = 7, wrong: Wrong = {}): ApprovalProof {
			const digest = planDigest(planBytes(plan), sha256);
			const challenge = approvalChallenge({ digest, session: plan.session, policy }, sha256);
			return {
				credential: wrong.credential ?? key.credential,
				policy: wrong.policy ?? policy,
				...answer(challenge, wrong),
			};
		},
		/** Its word for another key at a client. */
		vouchesFor(client: string, other: ApproverKey, wrong: Wrong = {}): VouchedKey {
			const by = wrong.credential ?? key.credential;
			return { key: other, vouch: { by, ...answer(vouchChallenge(client, other, sha256), wrong) } };
		},
	};
};

type Made = { publicKey: KeyObject; privateKey: KeyObject; hash: string | null };
const makers = {
	EC: (): Made => ({ ...generateKeyPairSync("ec", { namedCurve: "P-256" }), hash: "sha256" }),
	OKP: (): Made => ({ ...generateKeyPairSync("ed25519"), hash: null }),
	RSA: (): Made => ({ ...generateKeyPairSync("rsa", { modulusLength: 2_048 }), hash: "sha256" }),
};

export const approversOf = (passkeys: TestPasskey[], changes: Partial<Approvers> = {}): Approvers => ({
	origin: consoleOrigin,
	needed: 1,
	keys: passkeys.map(({ key }) => ({ key, vouch: null })),
	revoked: [],
	...changes,
});
