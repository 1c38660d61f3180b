// The card as its approvers would see it, before anyone does: from here it's proposed, or changed again.
import { html } from "hono/html";
import { freshMinutes } from "../../domain/passkeys.ts";
import { shortId } from "../../protocol/ids.ts";
import type { Person } from "../../protocol/people.ts";
import { platformIn } from "../../protocol/platform.ts";
import type { Provider } from "../../protocol/read/sign-ins.ts";
import { providerNames } from "../../words/sign-ins.ts";
import { surfaces } from "../../words/states.ts";
import { cardPicture } from "../card/card.ts";
import { bytes, talk } from "../html/drawn.ts";
import { type Html, oneLine } from "../html/escape.ts";
import { layout } from "../html/layout.ts";
import type { SignedIn } from "../options.ts";
import type { CardShown, Written } from "./view.ts";

export type PreviewPage = {
	me: SignedIn;
	session: string;
	client: string;
	people: readonly Person[];
	cards: CardShown[];
	written: Written;
	once: string;
	/** Whether the sign-in is recent enough. */
	fresh: boolean;
	providers: readonly Provider[];
};

export const previewPage = (page: PreviewPage): Html => {
	const { me, session, client, people, cards, written, once, fresh, providers } = page;
	return layout({
		title: `Preview · ${oneLine(client)} · Caisey`,
		who: me,
		at: "/",
		script: fresh ? "propose.js" : ["propose.js", "passkeys.js"],
		body: html`<article class="propose">
			<nav class="path" aria-label="Where this is"><a href="/s/${session}">${talk(client)} › Session ${shortId(session)}</a></nav>
			<h1>The card as the approver will see it</h1>
			<p class="hint">Nothing is proposed yet. When you propose it, the machines are asked once more, and the plan gets its number.</p>
			${cards.map((one) => shownCard(one, people))}
			${fresh ? "" : signInFirst(session, providers)}
			<form method="post" action="/s/${session}/propose" enctype="multipart/form-data" data-part="proposal">
				<input type="hidden" name="once" value="${once}">
				${kept(written)}
				<p class="do"><button class="primary" name="do" value="propose">Propose</button> <button name="do" value="edit">Change it</button></p>
			</form>
		</article>`,
	});
};

const shownCard = ({ card, workspace }: CardShown, people: readonly Person[]): Html => {
	const picture = cardPicture(card, workspace, people);
	return html`<figure class="card">${picture ?? bytes(card)}<figcaption class="hint">As in ${surfaces[platformIn(workspace)]}, whose own look differs. Nothing here can be pressed.</figcaption></figure>`;
};

/** In another tab, so that nothing of this one is lost. */
const signInFirst = (
	session: string,
	providers: readonly Provider[],
): Html => html`<section class="aside"><h2>Sign in again first</h2>
	<p>A proposal in the console takes a sign-in of the last ${freshMinutes} minutes. ${providers.length > 0 ? "Do it in another tab, then come back to this one and press Propose." : "Press Full transcript in the session's thread for a new link. Then come back to this tab, and press Propose."}</p>
	<div class="ways">${providers.map((provider) => html`<a class="button" target="_blank" rel="noopener" href="/sign-in/with/${provider}?next=${encodeURIComponent(`/s/${session}`)}">Sign in with ${providerNames[provider]} <span class="sr">(opens another tab)</span></a>`)}
	<button type="button" data-part="passkey-sign-in" data-next="/s/${session}/propose" hidden>Sign in with a passkey</button>
	<p class="said" data-part="passkey-said" role="status"></p></div></section>`;

/** All that was written, to be sent again as it is. */
const kept = ({ endpoints, values, file }: Written): Html =>
	html`${endpoints.map((id) => hidden("endpoints", id))}${Object.entries(values).map(([name, value]) => long(name, value))}${file ? [hidden("fileName", file.name), hidden("fileEncoding", file.encoding), hidden("fileLines", file.lines)] : ""}`;

const hidden = (name: string, value: string): Html =>
	html`<input type="hidden" name="${name}" value="${value}">`;

/** A text area drops the first end of line. */
const long = (name: string, value: string): Html =>
	value.includes("\n")
		? html`<textarea name="${name}" aria-label="${name}" hidden>\n${value}</textarea>`
		: hidden(name, value);

/** That it's done. The page's script forgets what it kept, and goes on to the plan. */
export const proposedPage = (me: SignedIn, session: string, plan: string): Html =>
	layout({
		title: "Proposed · Caisey",
		who: me,
		at: "/",
		script: "propose.js",
		body: html`<section class="notice"><h1>Proposed</h1>
			<p>The card is in the thread, and its approvers are asked.</p>
			<p><a class="button primary" href="/s/${session}#${plan}" data-part="proposed" data-keep="propose:${session}:${me.person}">Go to the plan</a></p></section>`,
	});
