// The page with the form of a proposal: what the approver reads first stands first, the rest behind "More".
import { html } from "hono/html";
import { shortId } from "../../protocol/ids.ts";
import type { Snippet } from "../../protocol/read/snippet.ts";
import { encodings } from "../../words/script.ts";
import { talk } from "../html/drawn.ts";
import { type Html, oneLine } from "../html/escape.ts";
import { layout } from "../html/layout.ts";
import type { SignedIn } from "../options.ts";
import { about, type Drawing, field, fieldId, labelled } from "./fields.ts";
import { snippetChoice } from "./snippet-page.ts";
import type { Errors, FileMeta, FormField, FormShown, Written } from "./view.ts";

export type FormPage = {
	me: SignedIn;
	session: string;
	/** What was asked. */
	request: string;
	form: FormShown;
	written: Written;
	errors: Errors;
	/** What is wrong, besides what stands at fields. */
	why: string | null;
	/** Names this form, so that it becomes one plan only. */
	once: string;
	/** Nobody wrote into it yet: what the browser kept may take its place. */
	untouched: boolean;
	/** Saved commands to start from. */
	snippets: Snippet[];
};

const first = ["endpoints", "shell", "command"];
const words = ["changes", "undo"];

export const formPage = (page: FormPage): Html => {
	const { me, session, request, form, written, errors, once, untouched, snippets } = page;
	const drawing = { written, errors };
	const named = (ids: string[]) => ids.flatMap((id) => form.fields.find((one) => one.id === id) ?? []);
	const drawn = (one: FormField) => (one.id === "command" ? command(one, drawing) : field(one, drawing));
	const rest = form.fields.filter(({ id }) => ![...first, ...words].includes(id));
	const open = rest.some(({ id }) => errors[id] !== undefined);
	return layout({
		title: `Propose a command · ${oneLine(form.client)} · Caisey`,
		who: me,
		at: "/",
		script: "propose.js",
		body: html`<article class="propose">
			<nav class="path" aria-label="Where this is"><a href="/s/${session}">${talk(form.client)} › Session ${shortId(session)}</a></nav>
			<h1>Propose a command</h1>
			<p class="hint">For “${talk(request)}”. Nothing runs before an approver says yes.</p>
			${snippetChoice(session, snippets)}
			${trouble(page)}
			<div data-part="restored" hidden><p class="aside"><span data-part="restored-text"></span> <button type="button" data-part="restart">Start empty</button></p></div>
			<form method="post" action="/s/${session}/propose" enctype="multipart/form-data" data-part="propose" data-keep="propose:${session}:${me.person}" data-untouched="${untouched ? "yes" : ""}" novalidate>
				<input type="hidden" name="once" value="${once}">
				<button class="sr" name="do" value="preview" tabindex="-1" aria-hidden="true">Preview the card</button>
				${named(first).map(drawn)}
				${named(words).map(drawn)}
				<details class="more"${open ? html` open` : ""}><summary>More: arguments, checks, folder, account, times, questions, restart</summary>${rest.map(drawn)}</details>
				<p class="do"><button class="primary" name="do" value="preview">Preview the card</button> <span class="hint">You see what the approver will see. Nothing is proposed yet.</span></p>
				<p class="hint" data-part="kept" role="status"></p>
			</form>
		</article>`,
	});
};

/** At the top, with the way to each field. */
const trouble = ({ form, errors, why }: FormPage): Html | string => {
	const wrong = form.fields.filter(({ id }) => errors[id] !== undefined);
	if (wrong.length === 0 && why === null) return "";
	return html`<div class="odd" role="alert">${why === null ? "" : html`<p>${talk(why)}</p>`}
		${wrong.length === 0 ? "" : html`<p>Nothing is proposed yet. Look at ${wrong.map(({ id, label }, n) => html`${n > 0 ? ", " : ""}<a href="#${fieldId(id)}">${label}</a>`)}.</p>`}</div>`;
};

/** Lines are numbered once the script is there. */
const command = (one: FormField, drawing: Drawing): Html => {
	const { written, errors } = drawing;
	const { file } = written;
	const plain: FormField = { ...one, hint: commandHint };
	return labelled(
		plain,
		drawing,
		html`<div class="editor"><div class="gutter" data-part="gutter" aria-hidden="true" hidden></div><textarea ${about(plain, errors)} data-part="command" rows="12" wrap="off" spellcheck="false" autocapitalize="off" autocomplete="off">\n${written.values.command ?? ""}</textarea></div>
		<div class="checked" data-part="checked"><p class="told hint" role="status" data-part="told"></p><div data-part="findings"></div></div>`,
		html`${file ? asFile(file) : ""}<p class="upload"><label>${file ? "Another file" : "Or take it from a file"} <input type="file" name="script" data-part="upload"></label> <button name="do" value="file" data-part="upload-press">Take it</button></p>`,
	);
};

const commandHint =
	"The approver sees exactly this, and exactly this runs. In place of a password write {{secret:its-name}}: Caisey asks for it here once the plan is approved.";

const asFile = ({ name, encoding, lines }: FileMeta): Html =>
	html`<p class="file"><input type="hidden" name="fileName" value="${name}"><input type="hidden" name="fileEncoding" value="${encoding}"><input type="hidden" name="fileLines" value="${lines}">The script <b>${talk(name)}</b>, ${encodings[encoding]}, lines end with ${lines === "crlf" ? "CR LF" : "LF"} <button name="do" value="forget">Take it as typed</button></p>`;
