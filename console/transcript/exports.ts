// The menu of exports. What one of them leaves out, or that there is none, is said before it is pressed.
import { html } from "hono/html";
import type { TranscriptRun } from "../../protocol/read/transcript-source.ts";
import { count, size } from "../../words/amounts.ts";
import { isTooLong, mostOutput, mostRecords, recordsIn, tooLarge } from "../export/page/limits.ts";
import type { Html } from "../html/escape.ts";

export const exportMenu = (
	session: string,
	runs: TranscriptRun[],
): Html => html`<details class="menu"><summary class="button">Export <span aria-hidden="true">▾</span></summary>
	<ul>
		<li><a href="/s/${session}/transcript.txt">Plain text <span class="hint">to read, print, paste</span></a></li>
		<li>${webPage(session, runs)}</li>
		<li><a href="/s/${session}/transcript.json">JSON <span class="hint">everything, checkable elsewhere</span></a></li>
		<li><a href="/s/${session}/evidence.zip">Evidence bundle <span class="hint">raw streams, keys, signed heads</span></a></li>
	</ul>
</details>`;

const webPage = (session: string, runs: TranscriptRun[]): Html => {
	if (isTooLong(runs))
		return html`<span class="unoffered">Web page <span class="hint">not of this session: it has ${count(recordsIn(runs))} records of output, and a browser checks up to ${count(mostRecords)} in one file. The evidence bundle has all of it</span></span>`;
	const left = tooLarge(runs).size;
	const without =
		left === 0
			? ""
			: `, but without all output of ${left === 1 ? "1 run" : `${count(left)} runs`}: it holds ${size(mostOutput)}. The evidence bundle has the rest`;
	return html`<a href="/s/${session}/transcript.html">Web page <span class="hint">one file, checks itself offline${without}</span></a>`;
};
