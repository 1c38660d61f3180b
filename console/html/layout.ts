// The frame around every page: no inline script or style, nothing from elsewhere.
import { html } from "hono/html";
import { talk } from "./drawn.ts";
import type { Html } from "./escape.ts";

/** `name`: who is signed in. */
export type Page = {
	title: string;
	name: string | null;
	body: Html;
	wide?: boolean;
	/** A further script of console/dist/assets. */
	script?: "secrets.js";
};

export const layout = ({ title, name, body, wide, script }: Page): Html => html`<!doctype html>
<html lang="en">
	<head>
		<meta charset="utf-8">
		<meta name="viewport" content="width=device-width, initial-scale=1">
		<meta name="robots" content="noindex, nofollow">
		<meta name="color-scheme" content="light dark">
		<title>${title}</title>
		<link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
		<link rel="stylesheet" href="/assets/app.css">
		<script src="/assets/app.js" type="module"></script>
		${script ? html`<script src="/assets/${script}" type="module"></script>` : ""}
	</head>
	<body class="${wide ? "wide" : "narrow"}">
		<a class="skip" href="#main">Skip to the content</a>
		<header class="top">
			<a class="brand" href="/">Caisey</a>
			${name === null ? "" : signedIn(name)}
		</header>
		<main id="main">${body}</main>
	</body>
</html>`;

const signedIn = (name: string): Html => html`<form class="who" method="post" action="/sign-out">
				<span>Signed in as <b>${talk(name)}</b></span> <button>Sign out</button>
			</form>`;
