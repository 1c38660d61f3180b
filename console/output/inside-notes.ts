// What a shell reported, entry by entry at its place between the output: each can be linked to.
import { html } from "hono/html";
import type { InsideEvent } from "../../protocol/record/inside.ts";
import type { Stream } from "../../protocol/record/records.ts";
import { type EntryWords, entryWords } from "../../words/inside-entries.ts";
import { shown } from "../html/escape.ts";
import type { Part } from "./stream.ts";

/** One entry as the viewer gets it; `id` is its anchor, `place` how many bytes of each stream were there before it. */
export type InsideNote = EntryWords & { id: string; place: Record<Stream, number> };

export const insideNotes = (run: string, n: number, { entries }: InsideEvent): InsideNote[] =>
	entries.flatMap((entry, index) => {
		const words = entryWords(entry);
		return words
			? [{ ...words, id: anchor(run, n, index), place: "place" in entry ? entry.place : unknown }]
			: [];
	});

/** It stays where it came. */
const unknown = { stdout: Number.MAX_SAFE_INTEGER, stderr: Number.MAX_SAFE_INTEGER };

/** The place of an entry on the page: its run, record and index. */
export const anchor = (run: string, record: number, entry: number): string => `${run}-${record}-${entry}`;

export const notePart = ({ id, text, detail, counts }: Omit<InsideNote, "place">): Part => ({
	text,
	html: html`<span class="${counts ? "inside counts" : "inside"}" id="${id}">${
		detail.length === 0
			? shown(text)
			: html`<details><summary>${shown(text)}</summary><pre>${shown(detail.join("\n"))}</pre></details>`
	}</span>`,
});
