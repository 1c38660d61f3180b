// Other people's text on a page, so that no one misreads it, and it can't reverse its neighbours.
import { html } from "hono/html";
import { shown as spelledOut } from "../../domain/text.ts";
import { type Html, shown } from "./escape.ts";

/** What is run, where and as whom: spelled out if it could be misread, and read from left to right. */
export const exact = (text: string): Html => html`<bdi dir="ltr">${shown(spelledOut(text))}</bdi>`;

/** The exact bytes of something stored: each character in its order, whatever its direction. It scrolls, by keyboard too. */
export const bytes = (text: string): Html =>
	html`<pre class="json" tabindex="0"><bdo dir="ltr">${shown(text)}</bdo></pre>`;

/** A person's words or name: read in its own direction. */
export const talk = (text: string): Html => html`<bdi>${shown(text)}</bdi>`;
