// What changed on the endpoint since earlier runs there: each change as it was before and is now, on the page and in the text export.
import { html } from "hono/html";
import type { TranscriptRun } from "../../protocol/read/transcript-source.ts";
import type { Drift, DriftChange, EarlierRun } from "../../protocol/record/drift.ts";
import { count } from "../../words/amounts.ts";
import { changeText, driftSummary, isFirst, latestOf, moreChanges, sinceOf } from "../../words/drift.ts";
import { utc } from "../../words/times.ts";
import { exact, talk } from "../html/drawn.ts";
import type { Html } from "../html/escape.ts";
import { dayBefore } from "../html/moment.ts";
import type { Line } from "./header.ts";

export const driftTitle = "--- changes since earlier runs ---";

export const drift = ({ drift: found, startedAt, context }: TranscriptRun): Html | string => {
	if (!found) return "";
	const [first] = found.changes;
	const since = first ? sinceOf(found, first) : latestOf(found);
	if (!since || isFirst(found))
		return html`<p class="drift hint">First run on this endpoint: there is nothing to compare its environment with.</p>`;
	const seen = startedAt ?? since.at;
	const day = dayBefore(since.at, seen);
	if (!first) return html`<p class="drift hint">Nothing changed here since ${day}.</p>`;
	return html`<p class="drift">Since ${day}: ${talk(driftSummary(found))}</p>
		<details class="fold"><summary>What changed: ${count(found.changes.length + (found.more ?? 0))}</summary>
			<table class="changes"><thead><tr><th scope="col">What</th><th scope="col">Before</th><th scope="col">Now</th><th scope="col">Since</th></tr></thead>
			<tbody>${found.changes.map((one) => row(found, one, seen))}</tbody></table>
			${found.more === undefined ? "" : html`<p class="hint">${moreChanges(found.more)}.</p>`}
			${notes(context).map((note) => html`<p class="hint">${note}</p>`)}
		</details>`;
};

const row = (found: Drift, change: DriftChange, seen: number): Html => {
	const since = sinceOf(found, change);
	return html`<tr><th scope="row">${talk(change.what)}</th><td>${cell(change.before)}</td><td>${cell(change.now)}</td><td>${since ? link(since, seen) : ""}</td></tr>`;
};

export const cell = (value: string | null): Html => {
	if (value === null) return html`<span class="hint">not there</span>`;
	return value === "" ? html`<span class="hint">empty</span>` : exact(value);
};

const link = ({ session, run, at }: EarlierRun, seen: number): Html =>
	html`<a href="/s/${session}#${run}">${dayBefore(at, seen)}</a>`;

/** What was not compared. */
const notes = (context: TranscriptRun["context"]): string[] => {
	const masked = context?.env.filter((one) => one.masked).length ?? 0;
	return masked === 0
		? []
		: [
				`${count(masked)} masked ${masked === 1 ? "variable" : "variables"}: only whether ${masked === 1 ? "it is" : "they are"} there is compared, since the value stays on the endpoint.`,
			];
};

export const driftLines = ({ drift: found, context }: TranscriptRun): Line[] => {
	if (!found) return [];
	const latest = latestOf(found);
	if (!latest || isFirst(found)) return [{ label: "Changed", value: driftSummary(found) }];
	if (found.changes.length === 0) return [{ label: "Changed", value: `nothing since ${ran(latest)}` }];
	return [
		...found.changes.map((change) => {
			const since = sinceOf(found, change);
			return { label: "Changed", value: `${changeText(change)}${since ? ` (since ${ran(since)})` : ""}` };
		}),
		...(found.more === undefined ? [] : [{ label: "Changed", value: moreChanges(found.more) }]),
		...notes(context).map((value) => ({ label: "Not compared", value })),
	];
};

const ran = ({ at, run, session }: EarlierRun): string => `${utc(at)}, run ${run} of session ${session}`;
