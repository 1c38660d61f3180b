// The ways into the console, and every “no” on the way with what to do next.
import { html } from "hono/html";
import { freshMinutes } from "../../domain/passkeys.ts";
import type { Provider } from "../../protocol/read/sign-ins.ts";
import { type Failure, providerNames } from "../../words/sign-ins.ts";
import { talk } from "../html/drawn.ts";
import type { Html } from "../html/escape.ts";
import type { Who } from "../html/frame.ts";
import { layout } from "../html/layout.ts";

/** What this deployment offers, and where a sign-in leads: a path here. */
export type Ways = { providers: readonly Provider[]; next: string };

/** The passkey's button needs its script, which shows it. */
export const waysIn = ({ providers, next }: Ways): Html => html`<div class="ways">
	${providers.map((provider) => html`<a class="button" data-part="provider" href="/sign-in/with/${provider}?next=${encodeURIComponent(next)}">Sign in with ${providerNames[provider]}</a>`)}
	<button type="button" data-part="passkey-sign-in" data-next="${next}" hidden>Sign in with a passkey</button>
	<p class="said" data-part="passkey-said" role="status"></p>
</div>`;

const askTheBot = html`<p>You can also open the session's thread in Slack or Teams and press <b>Full transcript</b>. The bot then gives you a personal link that only you can see. It works once, for five minutes, and signs this browser in.</p>`;

const page = (title: string, body: Html, ways: Ways): Html =>
	layout({
		title: `${title} · Caisey`,
		who: null,
		script: "passkeys.js",
		body: html`<section class="notice"><h1>${title}</h1>${body}${waysIn(ways)}${askTheBot}</section>`,
	});

/** Where someone wanted to go without being signed in. */
export const signedOutPage = (ways: Ways): Html =>
	page(
		"You are not signed in",
		html`<p>Only people with a role at the client can read its transcripts.</p>`,
		ways,
	);

/** For what a copied cookie or a forwarded link must not be enough for: sign in again, then come back. */
export const staleSignInPage = (who: Who, ways: Ways): Html =>
	layout({
		title: "Sign in again · Caisey",
		who,
		script: "passkeys.js",
		body: html`<section class="notice"><h1>Sign in again</h1>
			<p>This changes who may do what or see a session, how someone signs in, or which machine is which, so it takes a sign-in of the last ${freshMinutes} minutes${ways.providers.length > 0 ? ", with an account or a passkey" : ""}. Nothing changed yet.</p>
			${waysIn(ways)}${ways.providers.length > 0 ? "" : askTheBot}</section>`,
	});

export const byePage = (ways: Ways): Html =>
	page(
		"You are signed out",
		html`<p>This browser can no longer open transcripts. You stay signed in everywhere else.</p>`,
		ways,
	);

const dead = {
	used: "This link has been used already",
	expired: "This link has expired",
	unknown: "This link is unknown",
} as const;

/** A personal link that no longer signs in. `renews`: its token, if its owner may have another one mailed. */
export const deadLinkPage = (why: keyof typeof dead, ways: Ways, renews?: string): Html =>
	page(
		dead[why],
		html`<p>Personal links work once: for five minutes, or for half an hour if they were mailed. If you signed in with it, you still are: <a href="/">see your sessions</a>.</p>${renews === undefined ? "" : html`<form method="post" action="/sign-in/${renews}/again"><button class="primary">Mail me a new link</button></form>`}`,
		ways,
	);

export const mailedAgainPage = (ways: Ways): Html =>
	page(
		"Look at your mail",
		html`<p>If a plan still waits for you, a new mail is on its way to the address that your IT provider has of you.</p>`,
		ways,
	);

const reasons = {
	strange: () => "This sign-in didn't start in this browser",
	expired: () => "The sign-in took more than ten minutes",
	used: () => "This sign-in is over. Going back or reloading doesn't sign in again",
	denied: (provider) => `You, or your company, declined it at ${provider}`,
	refused: (provider) => `Caisey can't accept ${provider}'s answer`,
	unanswered: (provider) => `${provider} didn't answer`,
	unlisted: (provider) =>
		`No client of this deployment uses that account's ${provider === "Slack" ? "workspace" : "organization"}`,
	unknown: () => "Your account has no role at any client",
} as const satisfies Record<Failure, (provider: string) => string>;

const told = {
	unlisted: html`<p>If it should, give your IT provider this id:</p>`,
	unknown: html`<p>If you need one, give your IT provider this account's id, so that they can add it to yours:</p>`,
} satisfies Partial<Record<Failure, Html>>;

/** `detail`: an account's or workspace's id, or an error's name. */
export const notSignedInPage = (provider: Provider, why: Failure, detail: string, ways: Ways): Html =>
	page(
		"You are not signed in",
		html`<p>${reasons[why](providerNames[provider])}.</p>
			${why === "unlisted" || why === "unknown" ? told[why] : ""}
			${detail ? html`<p><code>${talk(detail)}</code></p>` : ""}`,
		ways,
	);

/** One account of several people: each has their own roles. `state` is what the choice sends. */
export const chooseWhoPage = (
	action: string,
	choices: { name: string; client: string; state: string }[],
): Html =>
	layout({
		title: "Choose · Caisey",
		who: null,
		body: html`<section class="notice"><h1>As whom do you sign in?</h1>
			<p>Your account belongs to people at several clients.</p>
			${choices.map(
				({ name, client, state }) =>
					html`<form method="post" action="${action}"><input type="hidden" name="state" value="${state}"><button>${talk(name)} at ${talk(client)}</button></form>`,
			)}
		</section>`,
	});
