// The fields of the dialog in chat, drawn for a page; what is wrong with one stands below it.
import { html } from "hono/html";
import { talk } from "../html/drawn.ts";
import type { Html } from "../html/escape.ts";
import type { Errors, FormField, FormOption, Written } from "./view.ts";

export type Drawing = { written: Written; errors: Errors };

export const field = (one: FormField, drawing: Drawing): Html =>
	one.kind === "choices" ? checkboxes(one, drawing) : labelled(one, drawing, control(one, drawing));

/** `more`: what else stands between the label and the field. */
export const labelled = (one: FormField, { errors }: Drawing, input: Html, more: Html | string = ""): Html =>
	html`<div class="field${errors[one.id] === undefined ? "" : " wrong"}">
		<label for="${fieldId(one.id)}">${one.label}${one.kind === "instant" ? " (UTC)" : ""}${one.optional ? html` <span class="hint">optional</span>` : ""}</label>
		${more}${input}
		${below(one, errors)}
	</div>`;

export const fieldId = (id: string): string => `f-${id}`;

/** What a field's control says of itself. */
export const about = ({ id, hint }: FormField, errors: Errors): Html => {
	const wrong = errors[id] !== undefined;
	const described = [...(wrong ? [`wrong-${id}`] : []), ...(hint ? [`hint-${id}`] : [])].join(" ");
	return html`id="${fieldId(id)}" name="${id}"${described === "" ? "" : html` aria-describedby="${described}"`}${wrong ? html` aria-invalid="true"` : ""}`;
};

const below = ({ id, hint }: FormField, errors: Errors): Html =>
	html`${errors[id] === undefined ? "" : html`<p class="bad" id="wrong-${id}">${talk(errors[id])}</p>`}${hint ? html`<p class="hint" id="hint-${id}">${hint}</p>` : ""}`;

const control = (one: Exclude<FormField, { kind: "choices" }>, { written, errors }: Drawing): Html => {
	const value = written.values[one.id] ?? "";
	if (one.kind === "choice") return select(one, value, errors);
	if (one.kind === "instant")
		return html`<input type="datetime-local" ${about(one, errors)} value="${value}">`;
	// A text area drops the first end of line.
	return one.multiline
		? html`<textarea ${about(one, errors)} rows="2" maxlength="${one.longest}">\n${value}</textarea>`
		: html`<input type="text" ${about(one, errors)} value="${value}" maxlength="${one.longest}" autocomplete="off">`;
};

const select = (one: Extract<FormField, { kind: "choice" }>, value: string, errors: Errors): Html =>
	html`<select ${about(one, errors)}>
		${one.options.some((option) => option.value === value) ? "" : html`<option value="" selected>Choose…</option>`}
		${one.options.map((option) => html`<option value="${option.value}"${option.value === value ? html` selected` : ""}>${option.label}</option>`)}
	</select>`;

/** Where there are few, no one looks for one. */
const few = 8;

const checkboxes = (one: Extract<FormField, { kind: "choices" }>, { written, errors }: Drawing): Html => {
	const chosen = new Set(written.endpoints);
	const many = one.options.length > few || one.more;
	const ordered = [
		...one.options.filter(({ value }) => chosen.has(value)),
		...one.options.filter(({ value }) => !chosen.has(value)),
	];
	return html`<fieldset class="field${errors[one.id] === undefined ? "" : " wrong"}" id="${fieldId(one.id)}" tabindex="-1">
		<legend>${one.label}</legend>
		${many ? search(one.more) : ""}
		<div class="options" data-part="options">${options(ordered, chosen, one.id)}</div>
		${below(one, errors)}
	</fieldset>`;
};

export const options = (all: FormOption[], chosen: ReadonlySet<string>, name = "endpoints"): Html =>
	html`${all.map(
		({ value, label, detail }) =>
			html`<label class="option"><input type="checkbox" name="${name}" value="${value}"${chosen.has(value) ? html` checked` : ""}><span><b>${talk(label)}</b>${detail ? html` <span class="hint">${talk(detail)}</span>` : ""}</span></label>`,
	)}`;

/** Without a script it asks the server, which it has to anyway where there are more than the form lists. */
const search = (more: boolean): Html =>
	html`<p class="look"><input type="search" name="find" placeholder="Find a machine" aria-label="Find a machine" autocomplete="off" data-part="find" data-more="${more ? "yes" : ""}"> <button name="do" value="find" data-part="find-press">Find</button></p>`;
