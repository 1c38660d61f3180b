// The page that replays a run: the player, its speed and pauses, and the moments that are marked.
import { html } from "hono/html";
import type { TranscriptRun } from "../../protocol/read/transcript-source.ts";
import { count, outputText, size } from "../../words/amounts.ts";
import { phases } from "../../words/states.ts";
import { exact, talk } from "../html/drawn.ts";
import { type Html, oneLine, shown } from "../html/escape.ts";
import type { Who } from "../html/frame.ts";
import { layout } from "../html/layout.ts";
import { moment } from "../html/moment.ts";
import { verdict } from "../tone.ts";
import { idleLimit } from "./cast.ts";

/** A player holds all of a recording in memory. */
export const mostPlayed = { bytes: 16_777_216, records: 200_000 };

const speeds = [0.5, 1, 2, 4, 8, 16];

export const replayPage = (who: Who, session: string, run: TranscriptRun): Html => {
	const { tone, text } = verdict(run);
	const at = `/s/${session}/runs/${run.run}`;
	return layout({
		title: `Replay · ${oneLine(run.endpoint.name)} · Caisey`,
		who,
		wide: true,
		script: "replay.js",
		style: "replay.css",
		body: html`<section class="replay">
			<p class="hint"><a href="/s/${session}#${run.run}">← Back to the transcript</a></p>
			<h1><span>${phases[run.phase]} on ${talk(run.endpoint.name)}</span> <span class="state ${tone}">${shown(text)}</span></h1>
			<pre class="head">${exact(run.command)}</pre>
			<p class="hint">${run.startedAt === null ? "" : html`Started ${moment(run.startedAt, "long")} · `}${outputText(run)} · <a href="${at}/replay.cast" download>Download the recording ⤓</a> <span>(asciicast, for any asciinema player)</span></p>
			${run.state === "running" ? html`<p class="odd">This run is still going on: you see it up to now. Reload to see more.</p>` : ""}
			${isLong(run) ? tooLong(run) : player(`${at}/replay/played`)}
		</section>`,
	});
};

const isLong = ({ stdout, stderr, lastRecord }: TranscriptRun): boolean =>
	stdout + stderr > mostPlayed.bytes || lastRecord > mostPlayed.records;

const tooLong = (run: TranscriptRun): Html =>
	html`<p class="odd">This recording is too long to be played here: ${size(run.stdout + run.stderr)} in ${count(run.lastRecord)} records. This page plays up to ${size(mostPlayed.bytes)} in up to ${count(mostPlayed.records)} records. Download it and play it with <code>asciinema play</code>, or read it in the transcript.</p>`;

const player = (cast: string): Html => html`<div class="controls">
				<label>Speed <select name="speed">${speeds.map((one) => html`<option value="${one}"${one === 1 ? html` selected` : ""}>${one}×</option>`)}</select></label>
				<label><input type="checkbox" name="cut" checked> Cut pauses to ${idleLimit} s</label>
				<span class="hint">Space plays and pauses, ← and → seek, [ and ] go to the marks</span>
			</div>
			<div class="player" data-part="player" data-cast="${cast}"></div>
			<p role="status" class="hint" data-part="status">Loading the recording…</p>
			<div data-part="marks"></div>
			<noscript><p class="odd">The player needs JavaScript. The recording downloads without it.</p></noscript>`;
