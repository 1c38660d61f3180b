// Every page: its head, the bar, its content. No inline script or style, nothing from elsewhere.
import { html } from "hono/html";
import type { Html } from "./escape.ts";
import { type Around, bar } from "./frame.ts";

type Script = "secrets.js" | "passkeys.js" | "replay.js" | "propose.js";

export type Page = Around & {
	title: string;
	body: Html;
	wide?: boolean;
	/** A further script of console/dist/assets. */
	script?: Script | readonly Script[];
	style?: "replay.css";
};

export const layout = ({ title, body, wide, script, style, ...around }: Page): Html => html`<!doctype html>
<html lang="en">
	<head>
		<meta charset="utf-8">
		<meta name="viewport" content="width=device-width, initial-scale=1">
		<meta name="robots" content="noindex, nofollow">
		<meta name="color-scheme" content="light dark">
		<title>${title}</title>
		<link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
		<link rel="stylesheet" href="/assets/app.css">
		${style ? html`<link rel="stylesheet" href="/assets/${style}">` : ""}
		<script src="/assets/app.js" type="module"></script>
		${(script === undefined ? [] : [script].flat()).map((one) => html`<script src="/assets/${one}" type="module"></script>`)}
	</head>
	<body class="${wide ? "wide" : "narrow"}">
		<a class="skip" href="#main">Skip to the content</a>
		${bar(around)}
		<main id="main" tabindex="-1">${body}</main>
	</body>
</html>`;
