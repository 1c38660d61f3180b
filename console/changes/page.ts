// The page “Changes”: what of approvers, policy and channels waits for an existing approver, and whom nobody confirmed.
import { html } from "hono/html";
import type { AmendmentsView, AmendmentView } from "../../protocol/read/amendment.ts";
import { amendmentEnds, unconfirmedText, waitsForText } from "../../words/amendments.ts";
import { exact, talk } from "../html/drawn.ts";
import type { Html } from "../html/escape.ts";
import { layout } from "../html/layout.ts";
import { moment } from "../html/moment.ts";
import { signedForm } from "../html/signed-form.ts";
import type { SignedIn } from "../options.ts";

export const changesPage = (who: SignedIn, views: AmendmentsView[]): Html =>
	layout({
		title: "Changes · Caisey",
		who,
		at: "/approvers",
		body: html`<article class="changes">
			<nav class="path" aria-label="Where this is"><a href="/approvers">Approvers</a></nav>
			<h1>Changes</h1>
			<p class="hint">Who may approve, a client's policy and its channels change once one of its approvers has confirmed it. Whoever asked for a change can't.</p>
			${views.map(clientSection)}
			<p class="said" data-part="passkey-said" role="status"></p>
		</article>`,
	});

const clientSection = (view: AmendmentsView): Html => {
	const { client, name, newest } = view;
	const waits = newest !== null && newest.ended === null;
	return html`<section aria-labelledby="${client}"><h2 id="${client}">${talk(name)}</h2>
		${waits ? waiting(view, newest) : html`<p>No change waits for anyone.</p>`}
		${newest && !waits ? over(newest) : ""}
		${deciding(view)}
	</section>`;
};

/** Whoever has the owner's token is “the owner (olga)”. */
const capital = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

const lines = ({ changes }: AmendmentView): Html =>
	html`<ul class="changed-lines">${changes.map((one) => html`<li>${exact(one)}</li>`)}</ul>`;

const waiting = (view: AmendmentsView, one: AmendmentView): Html => html`<div class="waits" id="${one.id}">
	<p><b>${talk(capital(one.by))}</b> asked for this ${moment(one.at, "long")}. It ${talk(waitsForText(one.waitsFor))}, until ${moment(one.until, "long")}. Until then nothing of it is in force.</p>
	${lines(one)}
	${view.may ? forms(view, one) : ""}
	${view.from === null ? "" : html`<p class="hint">Approvers come first. If none of them has decided by ${moment(view.from, "long")}, you can, and that stays marked.</p>`}
</div>`;

const forms = ({ client, signs }: AmendmentsView, { id }: AmendmentView): Html => {
	const at = `/changes/${client}/${id}`;
	return html`<p class="hint">If you didn't expect it, refuse it, and ask your IT provider.</p><div class="do">
		${
			signs
				? signedForm(`${at}/confirm`, `${at}/passkey`, { text: "Confirm with your passkey" })
				: html`<form method="post" action="${at}/confirm"><button class="primary">Confirm</button></form>`
		}
		<form method="post" action="${at}/refuse"><button class="danger">Refuse</button></form></div>`;
};

const over = (one: AmendmentView): Html | string => {
	const { ended } = one;
	return ended === null
		? ""
		: html`<details class="fold"><summary>The last one: ${amendmentEnds[ended.how]}</summary>
		<p class="facts">${talk(capital(one.by))} asked ${moment(one.at, "long")}; ended by ${talk(ended.by)} ${moment(ended.at, "long")}</p>${lines(one)}</details>`;
};

const deciding = ({ approvers, named }: AmendmentsView): Html => html`<h3>In force</h3>
	<ul class="items">${approvers.map(({ name, unconfirmed }) => html`<li>${talk(name)}${unconfirmed === null ? "" : html` <span class="facts">⚠ ${unconfirmedText[unconfirmed]}</span>`}</li>`)}</ul>
	${approvers.length === 0 ? html`<p class="hint">Nobody can approve, so nothing can run.</p>` : ""}
	<p class="hint">${named === null ? html`Nobody is named for when no approver can be reached. If all of them leave, the IT provider sets the next one, which stays marked.` : html`${talk(named)} can confirm changes when no approver can be reached, which stays marked.`}</p>`;
