// The page “Your sign-ins”.
import { html } from "hono/html";
import { freshMinutes, mayAddPasskey, mostPasskeys } from "../../domain/passkeys.ts";
import type { Passkey, Provider, SignIn } from "../../protocol/read/sign-ins.ts";
import { wayNames } from "../../words/sign-ins.ts";
import { talk } from "../html/drawn.ts";
import type { Html } from "../html/escape.ts";
import type { Who } from "../html/frame.ts";
import { layout } from "../html/layout.ts";
import { dayBefore, moment } from "../html/moment.ts";
import { waysIn } from "./sign-in-pages.ts";

type Mine = { here: string; signIns: SignIn[]; passkeys: Passkey[] };

export const signInsPage = (
	who: Who,
	{ here, signIns, passkeys }: Mine,
	providers: readonly Provider[],
	now: number,
): Html => {
	const mine = signIns.find(({ id }) => id === here);
	return layout({
		title: "Your sign-ins · Caisey",
		who,
		script: "passkeys.js",
		body: html`<h1>Your sign-ins</h1>
			<section aria-labelledby="browsers">
				<h2 id="browsers">Browsers</h2>
				<p class="hint">A sign-in ends after 12 hours, or 4 hours without use. If you don't recognize one, sign it out.</p>
				<ul class="cards">${signIns.map((one) => browser(one, one.id === here, now))}</ul>
				<form method="post" action="/sign-ins/end">${passkeys.length ? html`<p><label><input type="checkbox" name="passkeys" value="remove"> Also remove my passkeys</label></p>` : ""}<button class="danger">Sign out everywhere</button> <span class="hint">This browser, too.</span></form>
			</section>
			<section aria-labelledby="keys">
				<h2 id="keys">Passkeys</h2>
				<p class="hint">With a passkey, this device signs you in with your fingerprint, face or PIN. It works as long as you have a role and your accounts here, so remove it when you give a device away. If you approve changes with a passkey, <a href="/approvers">choose which one</a>; once removed, it never counts for that again.</p>
				${passkeys.length ? html`<ul class="cards">${passkeys.map((one) => passkey(one, now))}</ul>` : html`<p>You have no passkey yet.</p>`}
				${adding(mine !== undefined && mayAddPasskey(mine, providers, now), passkeys.length >= mostPasskeys, providers)}
			</section>`,
	});
};

/** The button, or what it takes to get it. */
const adding = (may: boolean, full: boolean, providers: readonly Provider[]): Html => {
	if (full)
		return html`<p>You have ${mostPasskeys} passkeys, which is the most. To add another, remove one.</p>`;
	if (may)
		return html`<button type="button" data-part="passkey-add" hidden>Add a passkey</button>
				<p class="said" data-part="passkey-said" role="status"></p>
				<noscript><p>To add a passkey, allow scripts.</p></noscript>`;
	const how = providers.length > 0 ? "with an account or a passkey" : "";
	return html`<p>To add a passkey, sign in again${how && ` ${how}`}. For ${freshMinutes} minutes after that, you can add one here.</p>
				${waysIn({ providers, next: "/sign-ins" })}`;
};

const browser = (
	{ id, way, browser, began, seen, expires }: SignIn,
	here: boolean,
	now: number,
): Html => html`<li>
	<div><b>${talk(browser)}</b>${here ? html` <span class="state good">this browser</span>` : ""}
		<p class="facts">With ${wayNames[way]}, ${dayBefore(began, now)} · last used ${moment(seen)} · until ${moment(expires)}</p></div>
	${here ? "" : html`<form method="post" action="/sign-ins/${id}/end"><button aria-label="Sign out ${browser}">Sign out</button></form>`}
</li>`;

const passkey = ({ id, name, created, used, synced }: Passkey, now: number): Html => html`<li>
	<div><b>${talk(name)}</b>
		<p class="facts">Added ${dayBefore(created, now)} · ${used === null ? "never used" : html`last used ${dayBefore(used, now)}`} · ${synced ? "copied to your other devices" : "on one device"}</p></div>
	<details class="edit"><summary class="button">Change</summary>
		<form method="post" action="/sign-ins/passkeys/${id}/name"><label>Name <input name="name" value="${name}" required maxlength="80"></label> <button>Rename</button></form>
		<form method="post" action="/sign-ins/passkeys/${id}/remove"><button class="danger">Remove</button></form>
	</details>
</li>`;
