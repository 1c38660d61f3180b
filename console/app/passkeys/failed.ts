// Why a passkey wasn't used, in words.
import { WebAuthnError } from "@simplewebauthn/browser";

/** The person closed the browser's question, or had no passkey (`NotAllowedError`); or no answer came from here. */
export const failed = (error: unknown): string => {
	if (!(error instanceof WebAuthnError || error instanceof DOMException))
		return "Caisey gave no answer. Please try again.";
	return error.name === "InvalidStateError"
		? "This device already has a passkey of yours."
		: "The browser didn't use a passkey.";
};

/** While the browser asks. */
export const asked = "Your passkey is asked…";
