// One entry of what a shell reported as HTML, its own words behind a disclosure. Apart from how it is put into words, which the
// browser doesn't need.
import { html } from "hono/html";
import { type Html, shown } from "../html/escape.ts";
import type { InsideNote } from "./inside-notes.ts";

export const notePart = ({ id, text, detail, counts }: Omit<InsideNote, "place" | "sign">): Html =>
	html`<span class="${counts ? "inside counts" : "inside"}" id="${id}">${
		detail.length === 0
			? shown(text)
			: html`<details><summary>${shown(text)}</summary><pre>${shown(detail.join("\n"))}</pre></details>`
	}</span>`;
