// What of approvers, policy and channels the set-up file says that isn't in force.
import { html } from "hono/html";
import type { Differs } from "../../protocol/read/amendment.ts";
import { differsText } from "../../words/amendments.ts";
import { exact, talk } from "../html/drawn.ts";
import type { Html } from "../html/escape.ts";

export const differing = ({ changes, ...why }: Differs): Html => html`<section class="odd">
	<p><b>Not in force:</b> the set-up file says this, but it ${talk(differsText(why))}. <a href="/changes">Changes</a></p>
	<ul>${changes.map((one) => html`<li>${exact(one)}</li>`)}</ul></section>`;
