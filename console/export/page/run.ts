// A run in the HTML export: what the page shows of it, without what needs the server.
import { html } from "hono/html";
import type { TranscriptRun } from "../../../protocol/read/transcript-source.ts";
import { exactBytes } from "../../../words/amounts.ts";
import { readingText } from "../../../words/reading.ts";
import { type Html, oneLine } from "../../html/escape.ts";
import { streamTitle } from "../../transcript/header.ts";
import { type Inline, runFoot, runHead, runTitle } from "../../transcript/run.ts";
import type { RunPanel } from "../../transcript/transcript.ts";

/** `elsewhere`: runs whose output the file leaves to the bundle; or `copy`: the page is no proof, but a copy of what it shows. */
export const offlineRun =
	(elsewhere: ReadonlySet<string> | "copy"): RunPanel =>
	(_session, run, inline, { asked, compared }) =>
		html`<section class="run" id="${run.run}">
		<details open><summary class="run-title">${runTitle(run)}</summary>
			${runHead(run)}${asked}${compared}
			<div class="output with-wrap with-numbers">
				<div class="bar">${(["stdout", "stderr"] as const).map((stream) => html`<span class="stream ${stream}">${streamTitle(run, stream)}</span> `)}<span class="hint">${readingText(run.reading)}</span></div>
				<div class="lines" aria-label="Output of ${oneLine(run.endpoint.name)}" role="group" tabindex="0">${inline.html}</div>
				${rest(run, inline, elsewhere)}
			</div>
			${runFoot(run)}
		</details>
	</section>`;

const rest = (
	run: TranscriptRun,
	{ whole }: Inline,
	elsewhere: ReadonlySet<string> | "copy",
): Html | string => {
	if (whole || run.lastRecord === 0) return "";
	const all = exactBytes(run.stdout + run.stderr);
	if (elsewhere === "copy")
		return html`<p class="more">This is the first part of the output, which has ${all}.</p>`;
	return elsewhere.has(run.run)
		? html`<p class="more">This is the first part of the output. Its ${all} are too much for this file: the evidence bundle has them. This file has their hashes.</p>`
		: html`<p class="more">This is the first part of the output. This file holds all ${all}, and its check covers them. The evidence bundle has them as a file.</p>`;
};
