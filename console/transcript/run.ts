// One run: verdict, the article's header, the whole output with its viewer, the environment, the proof.
import { html } from "hono/html";
import type { TranscriptRun } from "../../protocol/read/transcript-source.ts";
import type { Stream } from "../../protocol/record/records.ts";
import { count, duration, size } from "../../words/amounts.ts";
import { highlightText } from "../../words/inside.ts";
import { reportedText } from "../../words/outcome.ts";
import { readingText } from "../../words/reading.ts";
import { phases } from "../../words/states.ts";
import { exact, talk } from "../html/drawn.ts";
import { type Html, oneLine, shown } from "../html/escape.ts";
import { anchor } from "../output/inside-notes.ts";
import { leftAnchor } from "../output/output.ts";
import { verdict } from "../tone.ts";
import { anchorLink } from "./anchor.ts";
import { drift } from "./drift.ts";
import { type Line, measured, record, runHeader, snapshot, snapshotTitle, streamTitle } from "./header.ts";

/** The first part of a run's output, already escaped; `next` is the last record in it, `whole` that there is no more. */
export type Inline = { html: Html; next: number; whole: boolean };

/** `asked`: what the step asked; `compared`: with the check that it repeats. */
export const runPanel = (
	session: string,
	run: TranscriptRun,
	inline: Inline,
	{ asked, compared }: Record<"asked" | "compared", Html | string>,
): Html =>
	html`<section class="run" id="${run.run}" data-phase="${run.phase}" data-run="${run.run}" data-state="${run.state}" data-whole="${inline.whole ? "yes" : "no"}" data-src="/s/${session}/runs/${run.run}/blocks" data-bytes="${run.stdout + run.stderr}" data-last="${run.lastRecord}">
		${anchorLink(run.run, `this run: ${phases[run.phase]} on ${oneLine(run.endpoint.name)}`)}<details open><summary class="run-title" data-part="title">${runTitle(run)}</summary>
			<div data-part="head">${runHead(run)}</div>
			<div data-part="asked">${asked}</div>
			<div data-part="compared">${compared}</div>
			${viewer(session, run, inline)}
			<div data-part="foot">${runFoot(run)}</div>
		</details>
	</section>`;

/** The line that stays when a run is folded. */
export const runTitle = (run: TranscriptRun): Html => {
	const { tone, text } = verdict(run);
	const ms = measured(run);
	return html`<span class="phase">${phases[run.phase]}</span> <b>${talk(run.endpoint.name)}</b>
		<span class="state ${tone}">${shown(text)}</span>${ms === null ? "" : html` <span class="hint">${duration(ms)}</span>`}`;
};

export const runHead = (run: TranscriptRun): Html =>
	html`<pre class="head">${runHeader(run).map(line)}</pre>${reported(run)}`;

/** What the shell reported that counts, and what the step left running, each with a link to its place in the output. */
const reported = (run: TranscriptRun): Html | string => {
	const text = reportedText({ ...run, endpoint: run.endpoint.name });
	if (text === null) return "";
	const first = run.inside?.first ?? [];
	const more = trouble(run.inside) - first.length;
	return html`<div class="reported"><p>${talk(text)}</p><ul>${first.map((one) =>
		placed(anchor(run.run, one.record, one.entry), one.record, highlightText(one)),
	)}${
		first.length > 0 && more > 0
			? html`<li>${count(more)} more, each marked at its place in the output</li>`
			: ""
	}${leftPlace(run)}</ul></div>`;
};

const leftPlace = ({ run, left, held, lastRecord }: TranscriptRun): Html | string => {
	if (left === 0 && !held) return "";
	const many = left === 0 ? "at least 1" : count(left);
	return placed(leftAnchor(run), lastRecord, `left ${many} ${left > 1 ? "processes" : "process"} running`);
};

/** `record`: the one that tells of it, or a later one of its part of the output. */
const placed = (to: string, record: number, text: string): Html =>
	html`<li><a href="#${to}" data-record="${record}">${talk(text)}</a></li>`;

/** How many entries count. */
const trouble = (inside: TranscriptRun["inside"]): number =>
	inside === null ? 0 : inside.swallowed + inside.failed + inside.refused + inside.unparsed;

export const runFoot = (run: TranscriptRun): Html => {
	const { facts, groups, environment } = snapshot(run);
	return html`${drift(run)}<pre class="head"><span class="row rule">${snapshotTitle}\n</span>${facts.map(line)}${run.context === null ? html`<span class="hint">(not recorded, because nothing started)</span>` : ""}</pre>
		${groups.map(({ title, lines }) => fold(title, lines))}
		${environment.length ? fold(`The environment: ${environment.length} variables`, environment) : ""}
		${fold("The proof", record(run))}`;
};

const fold = (title: string, lines: Line[]): Html =>
	html`<details class="fold"><summary>${title}</summary><pre class="head">${lines.map(line)}</pre></details>`;

const line = ({ label, value, run, to }: Line): Html =>
	label === null
		? html`<span class="row first">${talk(value)}\n</span>`
		: html`<span class="row"><span class="label">${talk(label)}:</span> ${run ? exact(value) : talk(value)}${to === undefined ? "" : html` → ${exact(to)}`}\n</span>`;

/** Apart: side by side, or below each other on a phone. */
const streams = [
	["both", "together"],
	["apart", "apart"],
	["stdout", "stdout"],
	["stderr", "stderr"],
] as const;

const viewer = (
	session: string,
	run: TranscriptRun,
	inline: Inline,
): Html => html`<div class="output with-wrap with-numbers">
	<div class="bar">
		${(["stdout", "stderr"] as const).map((stream) => streamLink(session, run, stream))}
		<a class="button small" href="/s/${session}/runs/${run.run}/replay">Replay <span aria-hidden="true">▷</span></a>
		<span class="hint" data-part="reading">${readingText(run.reading)}</span>
		<div class="acts" data-scripted hidden>
			<fieldset class="pick"><legend>Show</legend>${streams.map(([which, text]) => choice("show", run.run, which, text))}</fieldset>
			<form class="go"><input name="place" placeholder="Go to line" aria-label="Go to line, byte or part" title="A line (1200, err 12), a byte (@4096) or a part (50%)" autocomplete="off" size="11"></form>
			<button type="button" class="small" data-part="to-start" aria-label="To the start of the output" title="To the start">↑</button>
			<button type="button" class="small" data-part="to-end" aria-label="To the end of the output" title="To the end">↓</button>
			<button type="button" class="small" data-part="copy" title="Copy the lines that are in view">Copy</button>
			${view(run.run)}
		</div>
	</div>
	<div class="lines" role="log" aria-live="off" aria-label="Output of ${oneLine(run.endpoint.name)}" tabindex="0" data-part="lines">${inline.html}</div>
	<p class="more" data-part="more">${inline.whole ? "" : html`This is the first part of the output. The links to stdout and stderr above have all of it.`}</p>
</div>`;

const streamLink = (session: string, run: TranscriptRun, stream: Stream): Html =>
	html`<a class="stream ${stream}" href="/s/${session}/runs/${run.run}/${stream}" download title="Download the raw bytes of ${stream}${run[stream] >= 10_000 ? ` (${size(run[stream])})` : ""}"><span data-part="${stream}">${streamTitle(run, stream)}</span> <span aria-hidden="true">⤓</span></a>`;

const choice = (what: string, run: string, value: string, text: string): Html =>
	html`<label><input type="radio" name="${what}-${run}" value="${value}"${value === "both" || value === "terminal" ? html` checked` : ""}> ${text}</label>`;

/** How the output is shown; the page's script keeps it. */
const view = (
	run: string,
): Html => html`<details class="menu view"><summary class="button small">View <span aria-hidden="true">▾</span></summary>
			<div class="sheet">
				<fieldset><legend>Read it</legend>
					${choice("as", run, "terminal", "As a terminal shows it")}
					${choice("as", run, "text", "As text: nothing drawn over")}
					${choice("as", run, "raw", "Raw bytes")}
				</fieldset>
				${toggle("controls", "Control characters", false)}
				${toggle("wrap", "Wrap long lines", true)}
				${toggle("numbers", "Line numbers", true)}
				${toggle("times", "Times", false)}
			</div>
		</details>`;

const toggle = (name: string, text: string, on: boolean): Html =>
	html`<label><input type="checkbox" name="${name}"${on ? html` checked` : ""}> ${text}</label>`;
