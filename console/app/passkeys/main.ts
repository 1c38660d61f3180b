// Passkeys on the pages that sign in and list sign-ins: asks the server what to ask the browser, and sends back its answer.
import {
	browserSupportsWebAuthn,
	type PublicKeyCredentialCreationOptionsJSON,
	type PublicKeyCredentialRequestOptionsJSON,
	startAuthentication,
	startRegistration,
} from "@simplewebauthn/browser";
import * as z from "zod/mini";
import { part } from "../dom.ts";
import { asked, failed } from "./failed.ts";
import { signedForms } from "./sign.ts";

/** The library checks what the browser is to be asked; here it only has to be something. */
const Asking = z.object({
	state: z.string(),
	options: z.custom<PublicKeyCredentialRequestOptionsJSON & PublicKeyCredentialCreationOptionsJSON>(
		(value) => typeof value === "object" && value !== null,
	),
});
const Answer = z.object({ next: z.optional(z.string()), error: z.optional(z.string()) });

const said = part("passkey-said");
const say = (text: string): void => {
	if (said) said.textContent = text;
};

const post = async (path: string, body: unknown) => {
	const response = await fetch(path, {
		method: "POST",
		headers: { "Content-Type": "application/json" },
		body: JSON.stringify(body),
	});
	const answer: unknown = await response.json();
	return { ok: response.ok, body: answer };
};

const refusals: Record<string, string> = {
	unknown: "Caisey doesn't know this passkey. Sign in another way, then add it again.",
	stale: "Your sign-in is too old for that. Reload this page, then sign in again.",
	enough: "You have as many passkeys as you can have. Remove one first.",
	expired: "That took more than ten minutes. Please try again.",
};
const refused = (answer: unknown): string =>
	refusals[Answer.safeParse(answer).data?.error ?? ""] ?? "That didn't work. Please try again.";

/** Anew, even if only the place on this page differs. */
const goTo = (to: URL): void => {
	const here = to.pathname === location.pathname && to.search === location.search;
	location.assign(to);
	if (here) location.reload();
};

const onPress = (name: string, act: (button: HTMLButtonElement) => Promise<void>): void => {
	const button = part(name);
	if (!(button instanceof HTMLButtonElement) || !browserSupportsWebAuthn()) return;
	button.hidden = false;
	button.addEventListener("click", async () => {
		button.disabled = true;
		say(asked);
		await act(button).catch((error: unknown) => say(failed(error)));
		button.disabled = false;
	});
};

signedForms();

onPress("passkey-sign-in", async (button) => {
	const { state, options } = Asking.parse((await post("/sign-in/with/passkey/options", {})).body);
	const answer = await startAuthentication({ optionsJSON: options });
	const next = `${button.dataset.next ?? "/"}${location.hash}`;
	const done = await post("/sign-in/with/passkey", { state, answer, next });
	if (done.ok) goTo(new URL(Answer.parse(done.body).next ?? "/", location.href));
	else say(refused(done.body));
});

onPress("passkey-add", async () => {
	const given = await post("/sign-ins/passkeys/options", {});
	if (!given.ok) return say(refused(given.body));
	const { state, options } = Asking.parse(given.body);
	const answer = await startRegistration({ optionsJSON: options });
	const done = await post("/sign-ins/passkeys", { state, answer });
	if (done.ok) location.reload();
	else say(refused(done.body));
});

// A place on the page isn't sent to the server: the way there takes it along.
if (location.hash)
	for (const link of document.querySelectorAll<HTMLAnchorElement>('a[data-part="provider"]')) {
		const to = new URL(link.href);
		to.searchParams.set("next", `${to.searchParams.get("next") ?? "/"}${location.hash}`);
		link.href = to.href;
	}
