// Forms that a passkey signs first: asks the server what to sign, the browser for the signature, and sends the form with it.
import {
	browserSupportsWebAuthn,
	type PublicKeyCredentialRequestOptionsJSON,
	startAuthentication,
} from "@simplewebauthn/browser";
import * as z from "zod/mini";
import { sending, tell } from "../decide.ts";
import { part } from "../dom.ts";
import { asked, failed } from "./failed.ts";

const ToSign = z.object({
	challenge: z.string(),
	credentials: z.array(z.string()),
	policy: z.optional(z.number()),
});
const Refused = z.object({ why: z.string() });

export const signedForms = (): void => {
	// Before what sends forms: it gets this one once it is signed.
	document.addEventListener(
		"submit",
		(event) => {
			const form = event.target;
			if (!(form instanceof HTMLFormElement) || form.dataset.sign === undefined) return;
			const proof = proofIn(form);
			if (proof?.value !== "") return;
			event.preventDefault();
			event.stopImmediatePropagation();
			void sign(form, form.dataset.sign, event.submitter);
		},
		{ capture: true },
	);
};

const proofIn = (form: HTMLFormElement): HTMLInputElement | null => {
	const proof = form.elements.namedItem("proof");
	return proof instanceof HTMLInputElement ? proof : null;
};

/** The page may bring its plan up to date meanwhile: then another form asks for the same. */
const sign = async (form: HTMLFormElement, asks: string, pressed: HTMLElement | null): Promise<void> => {
	const plan = form.closest<HTMLElement>("section.plan");
	const say = (text: string) => (plan ? tell(plan, text) : part("passkey-said")?.replaceChildren(text));
	if (!browserSupportsWebAuthn()) return say("This browser knows no passkeys. Use another one.");
	say(asked);
	const button = pressed instanceof HTMLButtonElement ? pressed : null;
	const busy = (is: boolean) => {
		if (plan) sending(plan, is);
		else if (button) button.disabled = is;
	};
	busy(true);
	const signed = await signature(asks).catch((error: unknown) => ({
		why: `${failed(error)} Nothing was decided.`,
	}));
	busy(false);
	if ("why" in signed) return say(signed.why);
	const now = [...document.forms].find(({ dataset }) => dataset.sign === asks);
	const proof = now && proofIn(now);
	if (!proof) return say("This was decided meanwhile, so your passkey decided nothing.");
	say("");
	proof.value = signed.proof;
	now.requestSubmit(now.querySelector<HTMLButtonElement>("button"));
	// If that fails, the next press signs again.
	proof.value = "";
};

const signature = async (asks: string): Promise<{ proof: string } | { why: string }> => {
	const answer = await fetch(asks, { method: "POST", headers: { Accept: "application/json" } });
	const body: unknown = await answer.json();
	if (!answer.ok)
		return { why: z.safeParse(Refused, body).data?.why ?? "That didn't work. Please try again." };
	const { challenge, credentials, policy } = z.parse(ToSign, body);
	const optionsJSON: PublicKeyCredentialRequestOptionsJSON = {
		challenge,
		rpId: location.hostname,
		allowCredentials: credentials.map((id) => ({ id, type: "public-key" })),
		userVerification: "required",
	};
	const { id, response } = await startAuthentication({ optionsJSON });
	const { authenticatorData, clientDataJSON, signature } = response;
	return {
		proof: JSON.stringify({ credential: id, policy, authenticatorData, clientDataJSON, signature }),
	};
};
