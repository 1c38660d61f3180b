// A machine's environment over time: what each run found changed, between which two runs; and a choice of two runs to compare.
import { html } from "hono/html";
import type { DriftChange } from "../../protocol/record/drift.ts";
import { changeText, moreChanges, sinceOf } from "../../words/drift.ts";
import { runsAs } from "../../words/plan.ts";
import { addressOf, type Query } from "../access/query.ts";
import { exact, talk } from "../html/drawn.ts";
import { type Html, oneLine, shown } from "../html/escape.ts";
import type { Who } from "../html/frame.ts";
import { layout } from "../html/layout.ts";
import { dayBefore, moment } from "../html/moment.ts";
import { pathOf } from "./chips.ts";
import type { RunsFound, RunThere } from "./view.ts";

type Shown = { who: Who; machine: string; query: Query; found: RunsFound; now: number };

export const environmentPage = ({ who, machine, query, found, now }: Shown): Html => {
	const { client, name, runs, more } = found;
	const at = pathOf(client, machine);
	const last = runs.at(-1);
	return layout({
		title: `Environment of ${oneLine(machine)} · Caisey`,
		who,
		at: "/machines",
		body: html`<article class="environment">
			<nav class="path" aria-label="Where this is"><a href="/machines">Machines</a> › <a href="/machines?client=${client}">${talk(name)}</a> › <a href="${at}">${exact(machine)}</a></nav>
			<h1>Environment of ${exact(machine)}</h1>
			<p class="hint">Each run looks at the machine, the account and the shell before it starts. This is what each found changed since the runs before it.</p>
			${runs.length === 0 ? html`<p>${query.before ? "There are no older runs." : "Nothing ran there yet."}</p>` : timeline(at, runs, now)}
			${query.before && !more && runs.length > 0 ? html`<p class="hint">These are the oldest. Of more than 2,000 runs, the older ones are kept only if something had changed.</p>` : ""}
			<p class="onward">${query.before ? html`<a class="button" href="${at}/environment">Newest</a> ` : ""}${more && last ? html`<a class="button" rel="next" href="${addressOf(`${at}/environment`, { before: `${last.at}~${last.run}` })}">Older runs</a>` : ""}</p>
		</article>`,
	});
};

export const runValue = ({ session, run }: Pick<RunThere, "session" | "run">): string => `${session}~${run}`;

/** The form compares the two that are chosen: at first, the newest and the one before it. */
const timeline = (
	at: string,
	runs: RunThere[],
	now: number,
): Html => html`<form action="${at}/environment/compare">
	${runs.length > 1 ? html`<p class="legend" aria-hidden="true"><span>Before</span><span>After</span></p>` : ""}
	<ol class="past-runs" data-list>${runs.map((run, n) => entry(run, n, now))}</ol>
	${runs.length > 1 ? html`<p class="compare"><button>Compare the chosen two</button></p>` : ""}
</form>`;

const entry = (run: RunThere, n: number, now: number): Html => {
	const { session, heard, shell, runAs, drift } = run;
	const value = runValue(run);
	const when = dayBefore(heard, now);
	return html`<li${drift && drift.changes.length > 0 ? html` class="changed"` : ""}>
		<span class="choice"><label><span class="sr">Before:</span><input type="radio" name="before" value="${value}"${n === 1 ? html` checked` : ""}></label><label><span class="sr">After:</span><input type="radio" name="after" value="${value}"${n === 0 ? html` checked` : ""}></label></span>
		<div><p class="when"><a href="/s/${session}#${run.run}">${moment(heard, "long")}</a> <span class="hint">${shown(shell)}${runAs === null ? "" : html` as ${talk(runsAs(runAs))}`}</span></p>
		${found(run, when)}</div>
	</li>`;
};

const found = (run: RunThere, when: Html): Html => {
	const { drift } = run;
	if (drift === null) return html`<p class="hint">No earlier run is known to compare it with.</p>`;
	if (drift.changes.length === 0) return html`<p class="hint">Nothing changed.</p>`;
	const more =
		drift.more === undefined
			? ""
			: html`<li class="hint">${moreChanges(drift.more)} here. The run's own page has them.</li>`;
	return html`<ul>${drift.changes.map((change) => changeLine(run, change, when))}${more}</ul>`;
};

/** `ExecutionPolicy RemoteSigned → AllSigned, between Friday 16:47 and Monday 08:12`: both lead to their runs. */
const changeLine = ({ session, run, heard, drift }: RunThere, change: DriftChange, when: Html): Html => {
	const since = drift && sinceOf(drift, change);
	return html`<li>${talk(changeText(change))}${since ? html`<span class="between">, between <a href="/s/${since.session}#${since.run}">${dayBefore(since.at, heard)}</a> and <a href="/s/${session}#${run}">${when}</a></span>` : ""}</li>`;
};
