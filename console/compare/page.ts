// A check after beside its check before, on a page of its own: for outputs that are too long for the transcript.
import type { Context } from "hono";
import { html } from "hono/html";
import type { TranscriptRun, TranscriptSource } from "../../protocol/read/transcript-source.ts";
import { count, size } from "../../words/amounts.ts";
import { notFoundPage } from "../access/plain-pages.ts";
import type { Reading } from "../access/reading.ts";
import { talk } from "../html/drawn.ts";
import { type Html, oneLine } from "../html/escape.ts";
import type { Who } from "../html/frame.ts";
import { layout } from "../html/layout.ts";
import { lineFeed } from "./line-feed.ts";
import { checkBefore, compareObjects, mostComparedAlone, type PropertyRow } from "./outputs.ts";
import {
	bothOutputs,
	changedProperties,
	changedText,
	drawnRows,
	isChanged,
	onError,
	propertyTable,
} from "./view.ts";
import { compareWindows, type Excerpt } from "./windows.ts";

type Found = "too-large" | "gone" | "same" | PropertyRow[] | Excerpt;

/** GET /s/:session/runs/:run/compared */
export const comparison = async (c: Context<Reading>) => {
	const runs = await c.var.source.runs();
	const after = runs.find(({ run }) => run === c.req.param("run"));
	const before = after && checkBefore(after, runs);
	if (!after || !before) return c.html(notFoundPage("This comparison doesn't exist."), 404);
	const found = await compared(c.var.source, before, after);
	return c.html(page(c.var.me, c.req.param("session") ?? "", [before, after], found));
};

const compared = async (
	source: TranscriptSource,
	before: TranscriptRun,
	after: TranscriptRun,
): Promise<Found> => {
	if (before.erased || after.erased) return "gone";
	if (Math.max(before.stdout, after.stdout) > mostComparedAlone) return "too-large";
	const objects = await compareObjects(source, before, after);
	if (objects) return objects;
	const [old, now] = [await lineFeed(source, before), await lineFeed(source, after)];
	if (!old || !now) return "gone";
	try {
		const excerpt = await compareWindows(old, now);
		return excerpt.until === null && old.hash() === now.hash() ? "same" : excerpt;
	} finally {
		await Promise.all([old.end(), now.end()]);
	}
};

const page = (
	who: Who,
	session: string,
	[before, after]: [TranscriptRun, TranscriptRun],
	found: Found,
): Html =>
	layout({
		title: `Before and after · ${oneLine(after.endpoint.name)} · Caisey`,
		who,
		wide: true,
		body: html`<section class="compared alone">
			<p class="hint"><a href="/s/${session}#${after.run}">← Back to the transcript</a></p>
			<h1>Before and after on ${talk(after.endpoint.name)}</h1>
			<p>${bothOutputs(session, before, after)}</p>
			<p>${said(found)}${onError(before, after)}</p>
			${typeof found === "string" ? "" : table(found)}
		</section>`,
	});

const sentences = {
	"too-large": `Not compared: more than ${size(mostComparedAlone)} was printed.`,
	gone: "Not compared: some of it was erased.",
	same: "On standard output, both printed the same.",
};

const said = (found: Found): Html | string => {
	if (typeof found === "string") return sentences[found];
	if (!Array.isArray(found)) return sentence(found);
	const changed = found.filter(isChanged).length;
	const same = found.length - changed;
	const rest = changed === 0 ? "" : `, ${count(same)} ${same === 1 ? "is" : "are"} the same`;
	return html`On standard output, compared whole: <b>${changedProperties(found)}</b>${rest}.`;
};

const sentence = ({ changed, until }: Excerpt): Html | string => {
	const different = changedText(changed, "line", "lines");
	if (until?.before === 0) return "Not compared: too much is different.";
	if (until) {
		const start =
			changed === 0
				? `The first ${count(until.before)} lines are the same.`
				: html`Compared up to line ${count(until.before)} before and line ${count(until.after)} after: <b>${different}</b>.`;
		return html`${start} From there on too much is different, and nothing is compared.`;
	}
	return changed === 0
		? "On standard output, both look the same; the bytes differ."
		: html`On standard output, compared whole: <b>${different}</b>.`;
};

const table = (found: PropertyRow[] | Excerpt): Html | string => {
	if (!Array.isArray(found)) return found.changed === 0 ? "" : scrolled(drawnRows(found.rows, found.left));
	const changed = found.filter(isChanged);
	return changed.length === 0 ? "" : scrolled(propertyTable(changed));
};

const scrolled = (table: Html): Html =>
	html`<div class="table" tabindex="0" role="group" aria-label="Before and after, side by side">${table}</div>`;
