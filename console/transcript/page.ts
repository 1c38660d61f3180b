// The transcript's page: the request, everything in its order, and what is still to come.
import { html } from "hono/html";
import { shortId } from "../../protocol/ids.ts";
import type { TranscriptHeader, TranscriptRun } from "../../protocol/read/transcript-source.ts";
import { phases } from "../../words/states.ts";
import { mayErase, waitingErasures } from "../erase/page.ts";
import { exact, talk } from "../html/drawn.ts";
import { type Html, oneLine, shown } from "../html/escape.ts";
import { layout } from "../html/layout.ts";
import { moment } from "../html/moment.ts";
import { sessionVerdict, type Tone } from "../tone.ts";
import { askedIn, heardLines, idLines } from "./heard.ts";
import type { Names } from "./names.ts";

export type Shown = {
	header: TranscriptHeader;
	name: string;
	/** The reader's id. */
	reader: string;
	names: Names;
	entries: Html[];
	waiting: TranscriptRun[];
	last: number;
};

export const transcriptPage = ({ header, name, reader, names, entries, waiting, last }: Shown): Html =>
	layout({
		title: `${oneLine(header.client)} · Session ${shortId(header.session)} · Caisey`,
		name,
		wide: true,
		body: html`<article class="transcript" data-session="/s/${header.session}" data-last="${last}">
			${masthead(header, names.runs, mayErase(header, reader))}
			${waitingErasures(header, names, reader)}
			<section id="verification" class="verification" aria-live="polite" hidden></section>
			<h2 class="sr">Everything, in its order</h2>
			<ol class="timeline" data-part="entries">${entries}</ol>
			<div data-part="waiting">${waitingList(waiting)}</div>
			<p class="zone hint" data-part="zone">Times are UTC.</p>
			<p class="sr" role="status" data-part="status"></p>
		</article>`,
	});

export const stateChip = ({ tone, text }: { tone: Tone; text: string }): Html =>
	html`<span class="state ${tone}">${shown(text)}</span>`;

/** Runs that haven't started. */
export const waitingList = (runs: TranscriptRun[]): Html | string =>
	runs.length === 0
		? ""
		: html`<section class="waiting"><h3>Still to run</h3><ol>${runs.map(
				(run) =>
					html`<li><span class="phase">${phases[run.phase]}</span> <b>${talk(run.endpoint.name)}</b> <code>${exact(run.command)}</code></li>`,
			)}</ol></section>`;

const masthead = (header: TranscriptHeader, runs: TranscriptRun[], eraser: boolean): Html => {
	const place = askedIn(header);
	return html`<div class="bar-top">
	<nav class="path" aria-label="Where this is"><span>${talk(header.client)}</span> <span aria-hidden="true">›</span> <b>Session ${shortId(header.session)}</b> <span data-part="state">${stateChip(sessionVerdict(header, runs))}</span></nav>
	<div class="tools">${search}${exports(header.session)}
		${eraser ? html`<a class="button" href="/s/${header.session}/erase">Erase…</a>` : ""}
		<a class="button" data-part="verify" href="/s/${header.session}/verify">Verify <span aria-hidden="true">✓</span></a></div>
</div>
<div class="masthead">
	<h1>“${talk(header.request)}”</h1>
	<p class="hint">Asked by ${talk(header.requester)}${place === null ? "" : html` in ${talk(place)}`}, ${moment(header.openedAt, "long")}${ticket(header.ticket)}</p>
	${heardLines(header.threads).map((line) => html`<p class="hint">${talk(line)}</p>`)}
	<details class="fold"><summary>Technical details</summary>
		<ul class="details">${idLines(header.session, header.threads).map((line) => html`<li>${talk(line)}</li>`)}</ul>
	</details>
</div>`;
};

const ticket = (found: TranscriptHeader["ticket"]): Html | string => {
	if (!found) return "";
	const number = talk(found.ticket);
	return html` · ticket ${found.url ? html`<a href="${found.url}" rel="noreferrer">${number}</a>` : number}`;
};

const search = html`<form class="search" role="search" data-part="search" hidden>
	<input type="search" name="find" placeholder="Search this session" aria-label="Search this session" autocomplete="off">
	<output name="found"></output>
</form>`;

const exports = (
	session: string,
): Html => html`<details class="menu"><summary class="button">Export <span aria-hidden="true">▾</span></summary>
	<ul>
		<li><a href="/s/${session}/transcript.txt">Plain text <span class="hint">to read, print, paste</span></a></li>
		<li><a href="/s/${session}/transcript.json">JSON <span class="hint">everything, checkable elsewhere</span></a></li>
	</ul>
</details>`;
