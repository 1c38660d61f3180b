// The transcript's page: the request, everything in its order, and what is still to come.
import { html } from "hono/html";
import { whoMay } from "../../domain/authority.ts";
import { shortId } from "../../protocol/ids.ts";
import type { TranscriptHeader, TranscriptRun } from "../../protocol/read/transcript-source.ts";
import { phases } from "../../words/states.ts";
import { mayErase, waitingErasures } from "../erase/page.ts";
import { exact, talk } from "../html/drawn.ts";
import { type Html, oneLine, shown } from "../html/escape.ts";
import type { Who } from "../html/frame.ts";
import { layout } from "../html/layout.ts";
import { moment } from "../html/moment.ts";
import { sessionVerdict, type Tone } from "../tone.ts";
import { contents } from "./contents.ts";
import { exportMenu } from "./exports.ts";
import { askedIn, heardLines, idLines } from "./heard.ts";
import type { Names } from "./names.ts";
import { turn } from "./turn.ts";

export type Shown = {
	header: TranscriptHeader;
	who: Who;
	/** The reader's id. */
	reader: string;
	names: Names;
	entries: Html[];
	waiting: TranscriptRun[];
	/** Who witnessed the record from outside. */
	witnessed: Html | string;
	last: number;
};

export const transcriptPage = ({
	header,
	who,
	reader,
	names,
	entries,
	waiting,
	witnessed,
	last,
}: Shown): Html =>
	layout({
		title: `${oneLine(header.client)} · Session ${shortId(header.session)} · Caisey`,
		who,
		at: "/",
		wide: true,
		body: html`<article class="transcript" data-session="/s/${header.session}" data-last="${last}">
			${bar(header, names.runs, reader)}
			<nav id="contents" class="contents" popover aria-label="Contents" data-part="contents">${contents(header, names.runs)}</nav>
			<div class="matter">
				${masthead(header)}
				<div data-part="witness">${witnessed}</div>
				<div data-part="erasures">${waitingErasures(header, names, reader)}</div>
				<h2 class="sr">Everything, in its order</h2>
				<ol class="timeline" data-part="entries" data-list>${entries}</ol>
				<div data-part="waiting">${waitingList(waiting)}</div>
				<p class="zone hint" id="newest" data-part="zone">Times are UTC.</p>
				<p class="sr" role="status" data-part="status"></p>
			</div>
		</article>`,
	});

/** A closed session takes no proposal. */
const mayPropose = (header: TranscriptHeader, reader: string): boolean =>
	header.state !== "closed" && whoMay("propose", header).some(({ id }) => id === reader);
const mayShare = (header: TranscriptHeader, reader: string): boolean =>
	whoMay("share", header).some(({ id }) => id === reader);

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

/** Always in view: where this is, its state, whose turn it is, and the tools, which answer right below. */
const bar = (
	header: TranscriptHeader,
	runs: TranscriptRun[],
	reader: string,
): Html => html`<div class="bar-top" data-part="bar">
	<div class="path">
		<button type="button" class="contents-button" popovertarget="contents">Contents</button>
		<nav aria-label="Where this is"><span class="client">${talk(header.client)}</span> <span aria-hidden="true">›</span> <b>Session ${shortId(header.session)}</b></nav>
		<span data-part="state">${stateChip(sessionVerdict(header, runs))}</span>
	</div>
	<button type="button" class="tools-button" popovertarget="tools" aria-label="Tools"><span aria-hidden="true">⋯</span></button>
	<div id="tools" class="tools" popover>${search(header.session)}${exportMenu(header.session, runs)}${rarer(header, reader)}
		<a class="button" data-part="verify" href="/s/${header.session}/verify">Verify</a></div>
	<div class="turns" data-part="turn">${turn(header, reader)}</div>
	<section id="verification" class="verification" aria-label="Verification" aria-live="polite" hidden></section>
</div>`;

/** A menu where the tools are a row, buttons where all of them are a menu. */
const rarer = (header: TranscriptHeader, reader: string): Html | string => {
	const at = `/s/${header.session}`;
	const all = [
		...(mayPropose(header, reader) ? [{ name: "Propose a command…", href: `${at}/propose` }] : []),
		...(mayShare(header, reader) ? [{ name: "Share…", href: `${at}/share` }] : []),
		...(mayErase(header, reader) ? [{ name: "Erase…", href: `${at}/erase` }] : []),
	];
	return all.length === 0
		? ""
		: html`<details class="menu rarer"><summary class="button">More <span aria-hidden="true">▾</span></summary>
			<ul>${all.map(({ name, href }) => html`<li><a href="${href}">${name}</a></li>`)}</ul></details>
		${all.map(({ name, href }) => html`<a class="button direct" href="${href}">${name}</a>`)}`;
};

export const masthead = (header: TranscriptHeader): Html => {
	const place = askedIn(header);
	return html`<div class="masthead">
	<p class="hint where">${talk(header.client)} <span aria-hidden="true">›</span> Session ${shortId(header.session)}</p>
	<h1>“${talk(header.request)}”</h1>
	<p class="hint">Asked by ${talk(header.askedBy)}${place === null ? "" : html` in ${talk(place)}`}, ${moment(header.openedAt, "long")}${ticket(header.ticket)}</p>
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

const search = (
	session: string,
): Html => html`<form class="search" role="search" aria-label="This session" data-part="search" hidden>
	<input type="search" name="find" placeholder="Search this session" aria-label="Search this session" autocomplete="off">
	<span class="told"><output name="found"></output> <a href="/search?session=${session}" data-session="${session}" hidden>Search all output</a></span>
</form>`;
