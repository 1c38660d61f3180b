// What a change of the set-up causes, before it is confirmed; and that it was made.
import { html } from "hono/html";
import type { ApplyResponse } from "../../protocol/setup.ts";
import type { SetupEdit } from "../../protocol/setup-edit.ts";
import { list } from "../../words/amounts.ts";
import { exact, talk } from "../html/drawn.ts";
import { type Html, oneLine } from "../html/escape.ts";
import type { Who } from "../html/frame.ts";
import { layout } from "../html/layout.ts";
import { pathOf } from "../machines/chips.ts";
import { differing } from "./differing.ts";
import type { ClientShown, Consequences } from "./view.ts";

type Client = Pick<ClientShown, "id" | "name">;
/** `again`: someone else changed the set-up meanwhile. */
type Preview = { who: Who; client: Client; edit: SetupEdit; found: Consequences; again: boolean };

const page = (who: Who, { id, name }: Client, title: string, body: Html): Html =>
	layout({
		title: `${title} · ${oneLine(name)} · Caisey`,
		who,
		at: "/clients",
		body: html`<article class="client change">
			<nav class="path" aria-label="Where this is"><a href="/clients">Clients</a> › <a href="/clients/${id}">${talk(name)}</a></nav>
			<h1>${title}</h1>${body}</article>`,
	});

export const previewPage = ({ who, client, edit, found, again }: Preview): Html => {
	const { changes, vouch, warnings, revision, proposed } = found;
	const back = html`<a href="/clients/${client.id}">Back, and change nothing</a>`;
	if (changes.length === 0)
		return page(
			who,
			client,
			"Nothing would change",
			html`<p>The set-up says this already.</p>${proposed.map(differing)}<p>${back}</p>`,
		);
	return page(
		who,
		client,
		"What this changes",
		html`${again ? html`<p class="odd">Someone else changed the set-up in the meantime. This is what your change causes now.</p>` : ""}
			${changeList(changes)}
			${edit.edit === "remove-machine" ? html`<p>Its transcripts stay. Plans that wait for it never run there, and its agent is sent away.</p>` : ""}
			${told(found)}
			${warnings.map((warning) => html`<p class="odd">⚠ ${talk(warning)}</p>`)}
			<form method="post" action="/clients/${client.id}/change">
				<input type="hidden" name="change" value="${JSON.stringify(edit)}"><input type="hidden" name="revision" value="${revision}">
				${vouch.length > 0 ? html`<fieldset class="vouch"><legend>Make sure of this</legend>${vouch.map((one) => html`<label><input type="checkbox" name="vouched" value="${one.vouch}" required> ${talk(one.what)}. <span class="hint">Anyone with that account decides in their name.</span></label>`)}</fieldset>` : ""}
				<p class="do"><button class="primary">${edit.edit.startsWith("remove") ? "Remove" : "Apply"}</button> ${back}</p>
			</form>`,
	);
};

const signs = { "+": "new", "-": "gone", "~": "changed" } as const;

const changeList = (changes: ApplyResponse["changes"]): Html =>
	html`<ul class="changed-lines">${changes.map(({ sign, what }) => html`<li class="is-${signs[sign]}"><span class="leading" aria-hidden="true">${sign === "-" ? "−" : sign}</span><span class="sr">${signs[sign]}:</span> ${exact(what)}</li>`)}</ul>`;

const told = ({ told: all }: Consequences): Html => {
	const { changes, channels, unbound, waiting } = all;
	if (changes.length + waiting.length + channels.length + unbound.length === 0)
		return html`<p class="hint">Nothing of this is announced. It's kept in the audit log.</p>`;
	return html`${waiting.length > 0 ? proposedTo(all) : ""}${changes.length + unbound.length > 0 ? done(all) : ""}`;
};

const proposedTo = ({ waiting, waitsFor, channels }: Consequences["told"]): Html =>
	html`<section class="announced"><h2>This is only proposed</h2>
		<ul>${waiting.map((change) => html`<li>${talk(change)}</li>`)}</ul>
		<p class="hint">It's in force once ${talk(list(waitsFor, 6, "or"))} confirms it. They read it now, and so do the channels that are connected${places(channels)}.</p></section>`;

const places = (channels: string[]): Html | string =>
	channels.length === 0 ? "" : html`: ${channels.map((one, n) => html`${n > 0 ? ", " : ""}${exact(one)}`)}`;

const done = ({ changes, channels, unbound }: Consequences["told"]): Html =>
	html`<section class="announced"><h2>The client reads this</h2>
		${changes.length > 0 ? html`<ul>${changes.map((change) => html`<li>${talk(change)}</li>`)}</ul>` : ""}
		${channels.length > 0 ? html`<p class="hint">In ${channels.map((one, n) => html`${n > 0 ? ", " : ""}${exact(one)}`)}, with your name.</p>` : ""}
		${unbound.length > 0 ? html`<p class="hint">${unbound.map((one, n) => html`${n > 0 ? ", " : ""}${exact(one)}`)}: that Caisey no longer listens there.</p>` : ""}</section>`;

/** `told`: without any, the change concerns nothing that has to be confirmed. */
const headingOf = ({ proposed: [one], told }: Consequences): string =>
	!one || told.changes.length + told.waiting.length === 0
		? "Done"
		: one.state === "waits"
			? "Proposed"
			: "Not in force";

export const changedPage = (who: Who, client: Client, edit: SetupEdit, done: Consequences): Html => {
	const { changes, warnings, proposed } = done;
	return page(
		who,
		client,
		headingOf(done),
		html`${proposed.map(differing)}${changeList(changes)}${warnings.map((warning) => html`<p class="odd">⚠ ${talk(warning)}</p>`)}
			${edit.edit === "machine" ? html`<p><a class="button primary" href="${pathOf(client.id, edit.name)}">Make its enrollment token</a></p>` : ""}
			<p><a href="/clients/${client.id}">Back to ${talk(client.name)}</a></p>`,
	);
};

export const notAppliedPage = (who: Who, client: Client, problems: string[]): Html =>
	page(
		who,
		client,
		"Nothing changed",
		html`<ul>${problems.map((problem) => html`<li>${talk(problem)}</li>`)}</ul><p>Go back to the form with your browser, or <a href="/clients/${client.id}">open the client's page</a>.</p>`,
	);
