// Before and after, side by side, with the difference marked; on a phone one below the other.
import { html } from "hono/html";
import type { TranscriptRun, TranscriptSource } from "../../protocol/read/transcript-source.ts";
import { count, size } from "../../words/amounts.ts";
import { type Html, shown } from "../html/escape.ts";
import { type Part, type Row, wordComparison } from "./lines.ts";
import {
	type Comparison,
	checkBefore,
	compareOutputs,
	mostCompared,
	mostComparedAlone,
	type PropertyRow,
} from "./outputs.ts";

/** Nothing for a run that repeats no check. `session`: whose page has more of it; null: there is no such page. */
export const beforeAndAfter = async (
	source: TranscriptSource,
	run: TranscriptRun,
	runs: TranscriptRun[],
	session: string | null,
): Promise<Html | string> => {
	const before = checkBefore(run, runs);
	return before ? view(before, run, await compared(source, before, run), session) : "";
};

/** The transcript is there without a comparison. */
const compared = async (
	source: TranscriptSource,
	before: TranscriptRun,
	run: TranscriptRun,
): Promise<Comparison> => {
	try {
		return await compareOutputs(source, before, run);
	} catch (error) {
		console.error(`comparing ${run.run}:`, error);
		return { kind: "not", because: "failed" };
	}
};

const view = (
	before: TranscriptRun,
	after: TranscriptRun,
	found: Comparison,
	session: string | null,
): Html => {
	const link = html`<a href="#${before.run}">the check before</a>`;
	const alone = onError(before, after);
	const sentence = (text: Html) => html`<p class="compared hint">${text}${alone}</p>`;
	switch (found.kind) {
		case "nothing":
			return sentence(html`It printed nothing on standard output, as ${link} did.`);
		case "same":
			return sentence(html`It printed the same on standard output as ${link}.`);
		case "alike":
			return sentence(html`On standard output it looks the same as ${link}; the bytes differ.`);
		case "not":
			return sentence(
				html`Not compared with ${link}: ${why[found.because]}.${elsewhere(before, after, found.because, session)}`,
			);
		case "properties":
			return section(
				html`On standard output, compared with ${link}: <b>${changedProperties(found.rows)}</b>${alone}`,
				propertyTable(found.rows),
			);
		case "lines":
			return section(
				html`On standard output, compared with ${link}: <b>${changedText(found.rows.filter(({ kind }) => kind === "changed").length, "line", "lines")}</b>${alone}`,
				lineTable(found.rows),
			);
	}
};

/** The page that compares more of it, or what there is of both. */
const elsewhere = (
	before: TranscriptRun,
	after: TranscriptRun,
	because: keyof typeof why,
	session: string | null,
): Html | string => {
	if (session === null || (because !== "too-large" && because !== "unlike")) return "";
	return Math.max(before.stdout, after.stdout) <= mostComparedAlone
		? html` <a href="/s/${session}/runs/${after.run}/compared">Compare them on a page of their own</a>`
		: html` ${bothOutputs(session, before, after)}`;
};

/** Nobody is to think that what isn't compared is the same. */
export const onError = (before: TranscriptRun, after: TranscriptRun): string =>
	before.stderr + after.stderr === 0
		? ""
		: ` Standard error isn't compared: ${size(before.stderr)} before, ${size(after.stderr)} after.`;

/** The whole of both, as files. */
export const bothOutputs = (session: string, before: TranscriptRun, after: TranscriptRun): Html => {
	const file = ({ run, stdout }: TranscriptRun, when: string) =>
		html`<a href="/s/${session}/runs/${run}/stdout" download>${when}, ${size(stdout)}</a>`;
	return html`<span>Both outputs, whole: ${file(before, "before")} · ${file(after, "after")}</span>`;
};

const why = {
	"too-large": `more than ${size(mostCompared)} was printed`,
	unlike: "hardly a line is the same",
	gone: "some of it was erased",
	failed: "Caisey failed at it",
} as const;

export const changedText = (changed: number, one: string, many: string): string =>
	`${count(changed)} ${changed === 1 ? `${one} is` : `${many} are`} different`;

/** What is the same as properties can still be printed otherwise. */
export const changedProperties = (rows: PropertyRow[]): string => {
	const changed = rows.filter(isChanged).length;
	return changed === 0
		? "no property is different; the bytes differ"
		: changedText(changed, "property", "properties");
};

const section = (
	summary: Html,
	table: Html,
): Html => html`<section class="compared" aria-label="Before and after">
	<p>${summary}</p>
	<div class="table" tabindex="0" role="group" aria-label="Before and after, side by side">${table}</div>
</section>`;

export const isChanged = ({ before, after }: PropertyRow): boolean => before !== after;

export const propertyTable = (rows: PropertyRow[]): Html => {
	const several = rows.some(({ object }) => object !== null);
	return html`<table class="sides"><thead><tr>${several ? html`<th scope="col">Object</th>` : ""}<th scope="col">Property</th><th scope="col">Before</th><th scope="col">After</th></tr></thead>
		<tbody>${limited(rows, (row) => {
			const changed = isChanged(row);
			return html`<tr${changed ? html` class="changed"` : ""}>${several ? html`<td>${shown(row.object ?? "")}</td>` : ""}<th scope="row">${shown(row.name)}</th>${cell("before", value(row.before, changed))}${cell("after", value(row.after, changed))}</tr>`;
		})}</tbody></table>${more(rows.length - mostRows)}`;
};

const value = (text: string | null, changed: boolean): Part[] | null =>
	text === null ? null : [{ text: text === "" ? "(empty)" : text, changed }];

/** Lines that stayed are there as far as they are beside one that didn't. */
const lineTable = (rows: Row[]): Html => {
	const near = (at: number) =>
		rows.slice(Math.max(0, at - beside), at + beside + 1).some(({ kind }) => kind === "changed");
	const kept = rows.map((row, at) => (near(at) ? row : null));
	const shownRows: (Row | number)[] = [];
	for (const row of kept) {
		const last = shownRows.at(-1);
		if (row) shownRows.push(row);
		else if (typeof last === "number") shownRows[shownRows.length - 1] = last + 1;
		else shownRows.push(1);
	}
	return drawnRows(shownRows.slice(0, mostRows), shownRows.length - mostRows);
};

/** `left`: how many rows there are beside these. */
export const drawnRows = (rows: (Row | number)[], left: number): Html =>
	html`<table class="sides"><thead><tr><th scope="col">Before</th><th scope="col">After</th></tr></thead>
		<tbody>${rows.map(lineRow(wordComparison()))}</tbody></table>${more(left)}`;
const beside = 2;

const lineRow =
	(words: ReturnType<typeof wordComparison>) =>
	(row: Row | number): Html => {
		if (typeof row === "number")
			return html`<tr class="skipped"><td colspan="2">${count(row)} ${row === 1 ? "line that is" : "lines that are"} the same</td></tr>`;
		if (row.kind === "same") {
			const parts = [{ text: row.text, changed: false }];
			return html`<tr>${cell("before", parts)}${cell("after", parts)}</tr>`;
		}
		const { before, after } = words(row);
		return html`<tr class="changed">${cell("before", before)}${cell("after", after)}</tr>`;
	};

/** The sign says what the colour does. */
const cell = (side: "before" | "after", parts: Part[] | null): Html => {
	if (parts === null) return html`<td class="${side} none"><span class="sr">nothing</span></td>`;
	const mark = (text: string) =>
		side === "before" ? html`<del>${shown(text)}</del>` : html`<ins>${shown(text)}</ins>`;
	return html`<td class="${side}">${parts.map(({ text, changed }) => (changed ? mark(text) : html`${shown(text)}`))}</td>`;
};

const mostRows = 400;
const limited = <Row>(rows: Row[], draw: (row: Row) => Html): Html[] => rows.slice(0, mostRows).map(draw);
const more = (left: number): Html | string =>
	left > 0 ? html`<p class="hint">${count(left)} more lines of this comparison aren't shown.</p>` : "";
