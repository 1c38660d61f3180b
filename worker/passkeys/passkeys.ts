// Passkeys by WebAuthn: what a browser is asked, and whether its answer holds. The challenge is an argument, so that a passkey can
// sign whatever 32 bytes stand for: here a sign-in.
import {
	generateAuthenticationOptions,
	generateRegistrationOptions,
	verifyAuthenticationResponse,
	verifyRegistrationResponse,
} from "@simplewebauthn/server";
import { z } from "zod";
import { utf8 } from "../../protocol/bytes.ts";
import type { KeptPasskey } from "../contracts/directory.ts";
import { type Env, settings } from "../env.ts";
import { fromBase64url, toBase64url } from "../keys/crypto.ts";

/** None of what browsers send is nearly as long. */
const Base64url = z
	.string()
	.max(32_768)
	.regex(/^[\w-]+$/);
const CredentialId = Base64url.max(1_400);
const transports = ["ble", "cable", "hybrid", "internal", "nfc", "smart-card", "usb"] as const;
const common = {
	id: CredentialId,
	rawId: CredentialId,
	type: z.literal("public-key"),
	clientExtensionResults: z.looseObject({}),
};

/** A browser's answer to `registrationOptions`, as `@simplewebauthn/browser` sends it. */
export const Registration = z.object({
	...common,
	response: z.object({
		clientDataJSON: Base64url,
		attestationObject: Base64url,
		transports: z.array(z.string().max(100)).max(20).default([]),
	}),
});
export type Registration = z.infer<typeof Registration>;

/** Its answer to `assertionOptions`. */
export const Assertion = z.object({
	...common,
	response: z.object({
		clientDataJSON: Base64url,
		authenticatorData: Base64url,
		signature: Base64url,
		/** The person's id: every passkey that can be found without a name has it. */
		userHandle: Base64url,
	}),
});
export type Assertion = z.infer<typeof Assertion>;

/** Whom passkeys are for: this address, and no other. */
const party = (env: Env) => {
	const { origin, hostname } = new URL(settings(env).PUBLIC_URL);
	return { origin, id: hostname };
};

/** `challenge`: 32 bytes, base64url. */
export const registrationOptions = (
	env: Env,
	challenge: string,
	{ person, name, known }: { person: string; name: string; known: readonly { id: string }[] },
) =>
	generateRegistrationOptions({
		rpName: "Caisey",
		rpID: party(env).id,
		userID: utf8(person),
		userName: name,
		userDisplayName: name,
		challenge: fromBase64url(challenge),
		excludeCredentials: known.map(({ id }) => ({ id })),
		// Found without a name, and only with the person's finger, face or PIN.
		authenticatorSelection: { residentKey: "required", userVerification: "required" },
	});

/** The new passkey; null: the answer doesn't hold. */
export const verifyRegistration = async (
	env: Env,
	challenge: string,
	response: Registration,
): Promise<Omit<KeptPasskey, "person" | "name"> | null> => {
	const { origin, id } = party(env);
	const verified = await verifyRegistrationResponse({
		response: { ...response, response: { ...response.response, transports: knownTransports(response) } },
		expectedChallenge: challenge,
		expectedOrigin: origin,
		expectedRPID: id,
		requireUserVerification: true,
	}).catch(() => null);
	if (!verified?.verified) return null;
	const { credential, credentialBackedUp } = verified.registrationInfo;
	return {
		id: credential.id,
		publicKey: toBase64url(credential.publicKey),
		counter: credential.counter,
		transports: knownTransports(response),
		synced: credentialBackedUp,
	};
};

const knownTransports = ({ response }: Registration) =>
	transports.filter((one) => response.transports.includes(one));

/** For any passkey of this address: the browser lets the person choose. */
export const assertionOptions = (env: Env, challenge: string) =>
	generateAuthenticationOptions({
		rpID: party(env).id,
		challenge: fromBase64url(challenge),
		userVerification: "required",
	});

/** What to keep of it afterwards; null: the answer doesn't hold. */
export const verifyAssertion = async (
	env: Env,
	challenge: string,
	response: Assertion,
	kept: KeptPasskey,
): Promise<{ counter: number; synced: boolean } | null> => {
	const { origin, id } = party(env);
	const verified = await verifyAuthenticationResponse({
		response,
		expectedChallenge: challenge,
		expectedOrigin: origin,
		expectedRPID: id,
		credential: { id: kept.id, publicKey: fromBase64url(kept.publicKey), counter: kept.counter },
		requireUserVerification: true,
	}).catch(() => null);
	if (!verified?.verified) return null;
	const { newCounter, credentialBackedUp } = verified.authenticationInfo;
	return { counter: newCounter, synced: credentialBackedUp };
};
