// The environments that two runs found, side by side: what differs.
import { html } from "hono/html";
import { driftOf, partsOf } from "../../domain/drift.ts";
import type { TranscriptRun } from "../../protocol/read/transcript-source.ts";
import type { DriftChange, DriftScope } from "../../protocol/record/drift.ts";
import type { RunContext } from "../../protocol/record/records.ts";
import { moreChanges } from "../../words/drift.ts";
import { exact, talk } from "../html/drawn.ts";
import { type Html, oneLine } from "../html/escape.ts";
import type { Who } from "../html/frame.ts";
import { layout } from "../html/layout.ts";
import { moment } from "../html/moment.ts";
import { cell } from "../transcript/drift.ts";
import { pathOf } from "./chips.ts";

/** A run with what it found. */
export type Side = { session: string; run: TranscriptRun; context: RunContext };
type Shown = { who: Who; client: string; machine: string; before: Side; after: Side };

export const comparePage = ({ who, client, machine, before, after }: Shown): Html => {
	const at = pathOf(client, machine);
	return layout({
		title: `Two runs on ${oneLine(machine)} · Caisey`,
		who,
		at: "/machines",
		wide: true,
		body: html`<article class="environment compared-runs">
			<nav class="path" aria-label="Where this is"><a href="/machines">Machines</a> › <a href="${at}">${exact(machine)}</a> › <a href="${at}/environment">Environment</a></nav>
			<h1>Two runs on ${exact(machine)}</h1>
			${differences(before, after)}
		</article>`,
	});
};

const scopes = {
	machine: "Machine",
	account: "Account",
	shell: "Shell and variables",
} as const satisfies Record<DriftScope, string>;

const differences = (before: Side, after: Side): Html => {
	const parts = partsOf(before.context);
	const run = { run: before.run.run, session: before.session, at: before.run.startedAt ?? 0 };
	const earlier = (scope: DriftScope) => ({ run, part: parts[scope] });
	const { changes, more } = driftOf(partsOf(after.context), {
		...{ machine: earlier("machine"), account: earlier("account"), shell: earlier("shell") },
	});
	const [was, is] = [before.context, after.context];
	const other = was.shell.name !== is.shell.name || was.user.name !== is.user.name;
	return html`${other ? html`<p class="odd">They ran in different shells or as different accounts, so the shell's and the account's facts differ for that reason, too.</p>` : ""}
		<table class="changes"><thead><tr><th scope="col">What</th><th scope="col">${heading("Before", before)}</th><th scope="col">${heading("After", after)}</th></tr></thead>
		${(["machine", "account", "shell"] as const).map((scope) =>
			rows(
				scopes[scope],
				changes.filter((one) => one.scope === scope),
			),
		)}</table>
		${more === undefined ? "" : html`<p class="hint">${moreChanges(more)}.</p>`}
		<p class="hint">Only what both runs told is compared, and of masked variables only whether they are there.</p>`;
};

const heading = (name: string, { session, run, context }: Side): Html =>
	html`<span class="side">${name}</span> <a href="/s/${session}#${run.run}">${run.startedAt === null ? "the run" : moment(run.startedAt, "long")}</a><span class="hint">${oneLine(context.shell.name)} as ${talk(context.user.name)}</span>`;

const rows = (
	title: string,
	changes: DriftChange[],
): Html => html`<tbody><tr class="scope"><th scope="rowgroup" colspan="3">${title}${changes.length === 0 ? html` <span class="hint">nothing differs</span>` : ""}</th></tr>
	${changes.map(({ what, before, now }) => html`<tr><th scope="row">${talk(what)}</th><td>${cell(before)}</td><td>${cell(now)}</td></tr>`)}</tbody>`;
