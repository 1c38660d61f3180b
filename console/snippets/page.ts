// The saved commands of the MSP's technicians: the list, and the form that makes or changes one.
import { html } from "hono/html";
import { blanksIn } from "../../domain/blanks.ts";
import { Shell } from "../../protocol/plan/plan.ts";
import { type KeptSnippet, snippetsAtMost } from "../../protocol/read/snippet.ts";
import { exact, talk } from "../html/drawn.ts";
import type { Html } from "../html/escape.ts";
import type { Who } from "../html/frame.ts";
import { layout } from "../html/layout.ts";
import { moment } from "../html/moment.ts";
import type { Written } from "./form.ts";
import type { SnippetsFound } from "./view.ts";

export const snippetsPage = (who: Who, { snippets, clients }: SnippetsFound): Html =>
	layout({
		title: "Snippets · Caisey",
		who,
		at: "/snippets",
		body: html`<section class="snippets"><h1>Snippets</h1>
			<p class="hint">Commands for the next time. In chat, technicians choose one in “Run a command…” and fill in its blanks. An approver sees the filled-in text, as always.</p>
			<p><a class="button primary" href="/snippets/new">Make a snippet</a></p>
			${snippets.length === 0 ? html`<p class="empty">There are no snippets yet. A plan that ran can be saved as one, too: on its session's page.</p>` : html`<ul class="cards" data-list>${snippets.map((one) => line(one, clients))}</ul>`}
		</section>`,
	});

const line = (one: KeptSnippet, clients: SnippetsFound["clients"]): Html => {
	const { id, title, shell, command, client, by, at, before, after } = one;
	const blanks = blanksIn(one);
	const checks = before.length + after.length;
	return html`<li><div><b><a href="/snippets/${id}">${talk(title)}</a></b>
		<p class="facts">${shell} · ${whose(client, clients)}${blanks.length > 0 ? html` · fills in ${blanks.map((name, i) => html`${i > 0 ? ", " : ""}<code>${name}</code>`)}` : ""}${checks > 0 ? ` · ${checks} ${checks === 1 ? "check" : "checks"}` : ""}</p>
		<pre class="command">${exact(command)}</pre>
		<p class="hint">Changed by ${talk(by)}, ${moment(at, "long")}</p></div></li>`;
};

const whose = (client: string | null, clients: SnippetsFound["clients"]): Html | string => {
	if (client === null) return "for every client";
	const name = clients.find((one) => one.client === client)?.name;
	return name === undefined ? "for a client that is gone" : html`for ${talk(name)} alone`;
};

type Form = {
	who: Who;
	clients: SnippetsFound["clients"];
	/** Null: a new one. */
	kept: Pick<KeptSnippet, "id" | "version" | "title"> | null;
	written: Written;
	problem: string | null;
};

export const snippetPage = ({ who, clients, kept, written, problem }: Form): Html => {
	const title = kept ? "Change a snippet" : "Make a snippet";
	return layout({
		title: `${title} · Caisey`,
		who,
		at: "/snippets",
		body: html`<article class="client snippets"><p class="path"><a href="/snippets">Snippets</a></p><h1>${title}</h1>
			${problem === null ? "" : html`<p class="problem" role="alert">${talk(problem)}</p>`}
			<p class="hint">A blank is <code>{{blank:service}}</code>, outside of quotes. What is written into it becomes one argument in quotes of its own: it can't become code. A password is no blank: write <code>{{secret:its-name}}</code>, which is asked for in the console.</p>
			<form class="fields edit" method="post" action="${kept ? `/snippets/${kept.id}` : "/snippets"}">
				${kept ? html`<input type="hidden" name="version" value="${kept.version}">` : ""}
				<label class="whole">Name <input name="title" value="${written.title}" required maxlength="${snippetsAtMost.title}"${kept ? "" : html` autofocus`}></label>
				<label>Shell <select name="shell" required>${written.shell === "" ? html`<option value="">Choose…</option>` : ""}${Shell.options.map((one) => html`<option${one === written.shell ? html` selected` : ""}>${one}</option>`)}</select></label>
				<label>For <select name="client"><option value="">Every client</option>${clients.map(({ client, name }) => html`<option value="${client}"${client === written.client ? html` selected` : ""}>${name}</option>`)}</select></label>
				${area("before", "Checks before, one a line", written.before, 2)}
				${area("command", "Command", written.command, 4, true)}
				${area("after", "Checks after, one a line", written.after, 2)}
				${area("changes", "What changes, in plain words", written.changes, 2)}
				${area("undo", "How to undo it", written.undo, 2)}
				${area("notices", "Who will notice", written.notices, 2)}
				<p class="do"><button class="primary">${kept ? "Save" : "Make it"}</button></p>
			</form>
			${kept ? html`<form method="post" action="/snippets/${kept.id}/remove" class="remove"><input type="hidden" name="version" value="${kept.version}"><details><summary class="button danger">Remove…</summary><p>Technicians no longer find “${talk(kept.title)}”. Plans that were made from it stay as they are.</p><button class="danger">Remove it</button></details></form>` : ""}
		</article>`,
	});
};

const area = (name: keyof Written, label: string, value: string, rows: number, required = false): Html =>
	html`<label class="whole">${label} <textarea name="${name}" rows="${rows}" maxlength="${snippetsAtMost.command}" spellcheck="${name === "changes" || name === "undo" || name === "notices" ? "true" : "false"}"${required ? html` required` : ""}>
${value}</textarea></label>`;
