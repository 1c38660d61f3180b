// The short pages: signing in, and every "no" with what to do next.
import { html } from "hono/html";
import { shortId } from "../../protocol/ids.ts";
import { talk } from "../html/drawn.ts";
import type { Html } from "../html/escape.ts";
import { layout } from "../html/layout.ts";

/** A page with one thing to say. */
export const notice = (title: string, body: Html, name: string | null = null): Html =>
	layout({
		title: `${title} · Caisey`,
		name,
		body: html`<section class="notice"><h1>${title}</h1>${body}</section>`,
	});

const askTheBot = html`<p>Open the session's thread in Slack or Teams and press <b>Full transcript</b>. The bot then gives you a personal link that only you can see. It works once, for five minutes, and signs this browser in.</p>`;

/** The page of a good personal link: its button signs in. Opening it changes nothing. */
export const signInPage = ({
	person,
	client,
	session,
}: Record<"person" | "client" | "session", string>): Html =>
	notice(
		"Open the transcript",
		html`<p>This is the personal link of <b>${talk(person)}</b>, for session ${shortId(session)} of <b>${talk(client)}</b>. The button signs this browser in as that person for twelve hours. The link works once.</p>
			<form method="post"><button class="primary" autofocus>Open the transcript</button></form>
			<p class="hint">Not you? Close this page and ask the bot for your own link. Anything done here counts as done by ${talk(person)}.</p>`,
	);

/** After signing out. */
export const byePage = (): Html =>
	notice(
		"You are signed out",
		html`<p>This browser can no longer open transcripts. You stay signed in everywhere else.</p>${askTheBot}`,
	);

const dead = {
	used: "This link has been used already",
	expired: "This link has expired",
	unknown: "This link is unknown",
} as const;

/** A personal link that no longer signs in. */
export const deadLinkPage = (why: keyof typeof dead): Html =>
	notice(
		dead[why],
		html`<p>Personal links work once and for five minutes. If you signed in with it, you still are: <a href="/">see your sessions</a>.</p>${askTheBot}`,
	);

export const crossSitePage = (): Html =>
	notice(
		"That did not come from this page",
		html`<p>The button was pressed on another site, so nothing was done. Open our page and press the button there.</p>`,
	);

export const signedOutPage = (): Html =>
	notice(
		"You are not signed in",
		html`<p>Only people with a role at the client can read its transcripts.</p>${askTheBot}`,
	);

export const noRolePage = (name: string): Html =>
	notice(
		"You can't see this session",
		html`<p>You are signed in as <b>${talk(name)}</b>, who has no role at this session's client. If you need one, ask your IT provider. Then reload this page.</p><p><a href="/">See your sessions</a></p>`,
		name,
	);

export const notDecidedPage = (name: string, why: string): Html =>
	notice(
		"That was not decided",
		html`<p>${talk(why)}.</p><p>Go back to the transcript and reload it to see the plan's state.</p>`,
		name,
	);

export const notEnteredPage = (name: string, why: string, session?: string): Html =>
	notice(
		"No secret was kept",
		html`<p>${talk(why)}</p>${session === undefined ? "" : html`<p><a href="/s/${session}">Back to the transcript</a></p>`}`,
		name,
	);

export const notErasedPage = (name: string, why: string): Html =>
	notice(
		"Nothing was erased by this",
		html`<p>${talk(why)}.</p><p>Open the transcript again to see what is waiting and what was erased.</p>`,
		name,
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

export const brokenPage = (errorId: string): Html =>
	notice(
		"Something went wrong on our side",
		html`<p>Please reload the page. If it keeps happening, give your IT provider this code: <code>${errorId}</code></p>`,
	);
