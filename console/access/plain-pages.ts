// The short pages: signing in, and every "no" with what to do next.
import { html } from "hono/html";
import { shortId } from "../../protocol/ids.ts";
import { talk } from "../html/drawn.ts";
import type { Html } from "../html/escape.ts";
import type { Who } from "../html/frame.ts";
import { layout } from "../html/layout.ts";

/** A page with one thing to say. */
export const notice = (title: string, body: Html, who: Who | null = null): Html =>
	layout({
		title: `${title} · Caisey`,
		who,
		body: html`<section class="notice"><h1>${title}</h1>${body}</section>`,
	});

/** The page of a good personal link: its button signs in. Opening it changes nothing. */
export const personalLinkPage = ({
	person,
	client,
	session,
}: Record<"person" | "client" | "session", string>): Html =>
	notice(
		"Open the transcript",
		html`<p>This is the personal link of <b>${talk(person)}</b>, for session ${shortId(session)} of <b>${talk(client)}</b>. The button signs this browser in as that person for twelve hours. The link works once, in the one browser where you press the button.</p>
			<form method="post"><button class="primary" autofocus>Open the transcript</button></form>
			<p class="hint">Not you? Close this page and ask the bot for your own link. Anything done here counts as done by ${talk(person)}.</p>`,
	);

export const crossSitePage = (): Html =>
	notice(
		"That did not come from this page",
		html`<p>The button was pressed on another site, so nothing was done. Open our page and press the button there.</p>`,
	);

export const tooOftenPage = (who: Who, why: string): Html =>
	notice("That was too often", html`<p>${talk(why)}</p><p><a href="/">See your sessions</a></p>`, who);

export const noRolePage = (who: Who): Html =>
	notice(
		"You can't see this session",
		html`<p>You are signed in as <b>${talk(who.name)}</b>, who may not read it. An office manager can open the requests that they made or took part in. If you need more, ask your IT provider. Then reload this page.</p><p><a href="/">See your sessions</a></p>`,
		who,
	);

export const noLogPage = (who: Who): Html =>
	notice(
		"You can't see the audit log",
		html`<p>You are signed in as <b>${talk(who.name)}</b>. A client's approvers can read its audit log, and the IT provider's owners every one.</p><p><a href="/">See your sessions</a></p>`,
		who,
	);

export const noMachinesPage = (who: Who): Html =>
	notice(
		"You can't see these machines",
		html`<p>You are signed in as <b>${talk(who.name)}</b>. A client's approvers, its technicians and the owner can see its machines, its people and its policy.</p><p><a href="/">See your sessions</a></p>`,
		who,
	);

export const noSnippetsPage = (who: Who): Html =>
	notice(
		"You can't see the snippets",
		html`<p>You are signed in as <b>${talk(who.name)}</b>. The IT provider's technicians and owners keep the snippets.</p><p><a href="/">See your sessions</a></p>`,
		who,
	);

export const notChangedPage = (who: Who, why: string): Html =>
	notice("Nothing changed", html`<p>${talk(why)}</p><p><a href="/machines">See the machines</a></p>`, who);

export const notDecidedPage = (who: Who, why: string): Html =>
	notice(
		"That was not decided",
		html`<p>${talk(why)}.</p><p>Go back to the transcript and reload it to see the plan's state.</p>`,
		who,
	);

/** The plan itself was approved by then. */
export const notForLaterPage = (who: Who, why: string): Html =>
	notice("Approved, but not for later plans", html`<p>${talk(why)}.</p>`, who);

export const notCancelledPage = (who: Who, why: string): Html =>
	notice(
		"Nothing was cancelled",
		html`<p>${talk(why)}.</p><p>Go back to the transcript and reload it to see the plan's state.</p>`,
		who,
	);

export const notEnteredPage = (who: Who, why: string, session?: string): Html =>
	notice(
		"No secret was kept",
		html`<p>${talk(why)}</p>${session === undefined ? "" : html`<p><a href="/s/${session}">Back to the transcript</a></p>`}`,
		who,
	);

export const notProposedPage = (who: Who, why: string, session: string): Html =>
	notice(
		"Nothing can be proposed here",
		html`<p>${talk(why)}.</p><p><a href="/s/${session}">Back to the transcript</a></p>`,
		who,
	);

export const notSharedPage = (who: Who, why: string): Html =>
	notice(
		"Nothing was shared by this",
		html`<p>${talk(why)}.</p><p>Go back to the transcript, and try again there.</p>`,
		who,
	);

export const notErasedPage = (who: Who, why: string): Html =>
	notice(
		"Nothing was erased by this",
		html`<p>${talk(why)}.</p><p>Open the transcript again to see what is waiting and what was erased.</p>`,
		who,
	);

export const notFoundPage = (what: string): Html =>
	notice(
		"There is nothing here",
		html`<p>${what}</p><p>The address may be cut off. Open the transcript from its thread again, or <a href="/">see your sessions</a>.</p>`,
	);

export const erasedPage = (): Html =>
	notice(
		"This output was erased",
		html`<p>Some of this output was erased. The transcript says who decided that, when and why. You can read the rest there and in the exports.</p>`,
	);

export const tooLongPage = (session: string): Html =>
	notice(
		"This is too long for one page",
		html`<p>The runs of this session have more records than a browser can check in one file. Export the <a href="/s/${session}/evidence.zip">evidence bundle</a>: it holds everything.</p>`,
	);

export const brokenPage = (errorId: string): Html =>
	notice(
		"Something went wrong on our side",
		html`<p>Please reload the page. If it keeps happening, give your IT provider this code: <code>${errorId}</code></p>`,
	);
