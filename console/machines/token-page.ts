// Enrollment tokens on a machine's page: whether one is valid, the buttons that make and end one, and the page that shows a new one once.
import { html } from "hono/html";
import { count } from "../../words/amounts.ts";
import { exact, talk } from "../html/drawn.ts";
import { type Html, oneLine } from "../html/escape.ts";
import type { Who } from "../html/frame.ts";
import { layout } from "../html/layout.ts";
import { moment } from "../html/moment.ts";
import { pathOf } from "./chips.ts";
import type { Machine, MayDo } from "./view.ts";

export const enrolling = (client: string, machine: Machine, may: MayDo): Html | string => {
	const { state, key, name } = machine;
	const gone = state === "removed" || state === "removing";
	const enrolled = state !== "pending";
	if (gone || (enrolled && !key && !may.reenroll)) return "";
	const mayMake = enrolled ? may.reenroll : may.enroll;
	const at = pathOf(client, name);
	return html`<section aria-labelledby="enrollment"><h2 id="enrollment">Enrollment</h2>
		${key ? live(key) : html`<p class="hint">${enrolled ? "A token lets another machine, or this one with a new key, take its place." : "No token is valid: no machine can enroll as this endpoint now."}</p>`}
		${mayMake ? html`<div class="do"><form method="post" action="${at}/token"><button${key || enrolled ? "" : html` class="primary"`}>${key ? "Replace the token" : enrolled ? "Make a token to re-enroll" : "Make a token"}</button></form>${key ? html`<form method="post" action="${at}/token/end"><button>End the token</button></form>` : ""}</div>` : ""}
	</section>`;
};

const live = ({ expires, asked }: NonNullable<Machine["key"]>): Html =>
	html`<p>A token is valid until ${moment(expires, "long")}. ${asked === 0 ? "No machine has asked with it yet." : `${count(asked)} ${asked === 1 ? "machine has" : "machines have"} asked with it, and none has connected yet.`} Caisey can't show it again: if it's lost, replace it.</p>`;

export type Token = {
	who: Who;
	client: string;
	name: string;
	token: string;
	expires: number;
	url: string;
	again: boolean;
};

/** `again`: the endpoint has an agent, whose place this takes. */
export const tokenPage = ({ who, client, name, token, expires, url, again }: Token): Html => {
	const command = `caisey-agent enroll ${url} ${token}${again ? " --replace" : ""}`;
	return layout({
		title: `Enrollment token · ${oneLine(name)} · Caisey`,
		who,
		at: "/machines",
		body: html`<section class="token"><h1>Enrollment token for ${exact(name)}</h1>
			<p>Run this on the machine, as the account that the agent will run as. It's valid until ${moment(expires, "long")}, for one machine.</p>
			<pre class="command" data-part="copied" tabindex="0">${command}</pre>
			<p class="do"><button type="button" class="primary" data-part="copy" hidden>Copy the command</button> <span role="status" data-part="status"></span></p>
			<p><b>This is the only time that Caisey shows it.</b> A token that was made before has ended.</p>
			<p><a href="${pathOf(client, name)}">Back to ${talk(name)}</a></p></section>`,
	});
};
