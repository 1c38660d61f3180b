// A form that a passkey signs.
import { html } from "hono/html";
import type { Html } from "./escape.ts";

/** The page's script asks the passkey to sign, then sends the form with what it signed. Until that script runs the form would go
 * unsigned, so its button waits, and a line says so until then. `action`, `asks`: where the form goes, and where it is told what to
 * sign. */
export const signedForm = (
	action: string,
	asks: string,
	{ text, label, value }: { text: string; label?: Html; value?: { name: string; value: string } },
): Html =>
	html`<form method="post" action="${action}" data-sign="${asks}"><input type="hidden" name="proof" value=""><button class="primary"${value ? html` name="${value.name}" value="${value.value}"` : ""}${label ? html` aria-label="${label}"` : ""} disabled data-waits>${text}</button><p class="loads" data-waits>Loading… If this stays, reload the page.</p>
			<noscript><p>To use your passkey, allow scripts.</p></noscript></form>`;
