// Starting a proposal from a saved command: which one, and what goes into its blanks. Nothing is proposed by that.
import { html } from "hono/html";
import { blankOf, blanksIn, valueAtMost } from "../../domain/blanks.ts";
import { shortId } from "../../protocol/ids.ts";
import type { Snippet } from "../../protocol/read/snippet.ts";
import { phases } from "../../words/states.ts";
import { exact, talk } from "../html/drawn.ts";
import type { Html } from "../html/escape.ts";
import { layout } from "../html/layout.ts";
import type { SignedIn } from "../options.ts";
import { fieldId } from "./fields.ts";
import type { Errors } from "./view.ts";
import { blankField } from "./written.ts";

/** Above the form, for who has some. A GET, since choosing changes nothing. */
export const snippetChoice = (session: string, snippets: Snippet[]): Html | string =>
	snippets.length === 0
		? ""
		: html`<form class="from-snippet" method="get" action="/s/${session}/propose"><label>Start from a snippet <select name="snippet" required><option value="">Choose…</option>${snippets.map(({ id, title, shell }) => html`<option value="${id}">${title} (${shell})</option>`)}</select></label> <button>Use it</button> <span class="hint">It takes the place of what is written below.</span></form>`;

export type SnippetPage = {
	me: SignedIn;
	session: string;
	snippet: Snippet;
	values: Record<string, string>;
	/** By the blank's name. */
	errors: Errors;
};

export const snippetPage = ({ me, session, snippet, values, errors }: SnippetPage): Html =>
	layout({
		title: "Fill in a snippet · Caisey",
		who: me,
		at: "/",
		body: html`<article class="propose">
			<nav class="path" aria-label="Where this is"><a href="/s/${session}">Session ${shortId(session)}</a> › <a href="/s/${session}/propose">Propose a command</a></nav>
			<h1>Fill in “${talk(snippet.title)}”</h1>
			<p class="hint">Nothing is proposed yet: the form then shows all of it, filled in.</p>
			<ol class="steps">${stepsOf(snippet).map(({ phase, command }) => html`<li><span class="phase">${phases[phase]}</span><div><pre>${exact(command)}</pre></div></li>`)}</ol>
			<form method="post" action="/s/${session}/propose" enctype="multipart/form-data">
				<input type="hidden" name="snippet" value="${snippet.id}">
				${blanksIn(snippet).map((name) => blank(name, values[name] ?? "", errors[name]))}
				<p class="do"><button class="primary" name="do" value="fill">Fill in</button></p>
			</form>
		</article>`,
	});

const stepsOf = ({ before, command, after }: Snippet) => [
	...before.map((one) => ({ phase: "before" as const, command: one })),
	{ phase: "command" as const, command },
	...after.map((one) => ({ phase: "after" as const, command: one })),
];

const blank = (name: string, value: string, wrong: string | undefined): Html => {
	const id = blankField(name);
	return html`<div class="field${wrong === undefined ? "" : " wrong"}"><label for="${fieldId(id)}">${labelOf(name)}</label>
		<input type="text" id="${fieldId(id)}" name="${id}" value="${value}" maxlength="${valueAtMost}" autocomplete="off" spellcheck="false" aria-describedby="${wrong === undefined ? "" : `wrong-${id} `}hint-${id}"${wrong === undefined ? "" : html` aria-invalid="true"`}>
		${wrong === undefined ? "" : html`<p class="bad" id="wrong-${id}">${talk(wrong)}</p>`}<p class="hint" id="hint-${id}">Goes in place of <code>${blankOf(name)}</code>, in quotes, as one argument. Not for passwords.</p></div>`;
};

/** `user-name` is asked for as `User name`. */
const labelOf = (name: string): string => {
	const words = name.replaceAll("-", " ");
	return words.charAt(0).toUpperCase() + words.slice(1);
};
