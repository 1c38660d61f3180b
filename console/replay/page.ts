// The page that replays a run: the player, its speed and pauses, and the moments that are marked.
import { html } from "hono/html";
import type { TranscriptRun } from "../../protocol/read/transcript-source.ts";
import { outputText } from "../../words/amounts.ts";
import { phases } from "../../words/states.ts";
import { exact, talk } from "../html/drawn.ts";
import { type Html, oneLine, shown } from "../html/escape.ts";
import type { Who } from "../html/frame.ts";
import { layout } from "../html/layout.ts";
import { moment } from "../html/moment.ts";
import { verdict } from "../tone.ts";
import { idleLimit } from "./cast.ts";

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
			${run.lastRecord === 0 ? html`<p class="odd">Nothing of it was recorded.</p>` : player(`${at}/replay`)}
		</section>`,
	});
};

/** `from`: what its addresses begin with. */
const player = (from: string): Html => html`<div class="controls" data-scripted hidden>
				<label>Speed <select name="speed">${speeds.map((one) => html`<option value="${one}"${one === 1 ? html` selected` : ""}>${one}×</option>`)}</select></label>
				<label><input type="checkbox" name="cut" checked> Cut pauses to ${idleLimit} s</label>
				<form class="go" data-part="go"><input name="moment" placeholder="Go to time" aria-label="Go to a time or a part" title="A time (1:30, 1:02:03.5), seconds (90) or a part (50%)" autocomplete="off" size="11"></form>
				<span class="hint">Space plays and pauses, ← and → seek, [ and ] go to the marks</span>
			</div>
			<div class="player" data-part="player" data-from="${from}" data-scripted hidden></div>
			<p role="status" class="hint" data-part="status"></p>
			<div data-part="marks"></div>
			<noscript><p class="odd">The player needs JavaScript. The recording downloads without it.</p></noscript>`;
