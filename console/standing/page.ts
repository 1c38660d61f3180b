// The page “Standing approvals”.
import { html } from "hono/html";
import type { StandingsView } from "../../protocol/read/standing.ts";
import { count } from "../../words/amounts.ts";
import { runsAs, startsIn } from "../../words/plan.ts";
import { standingStates } from "../../words/standing.ts";
import { phases } from "../../words/states.ts";
import { exact, talk } from "../html/drawn.ts";
import type { Html } from "../html/escape.ts";
import { layout } from "../html/layout.ts";
import { moment } from "../html/moment.ts";
import type { SignedIn } from "../options.ts";

type One = StandingsView["standings"][number];
type Matter = One["matter"];

export const standingPage = (who: SignedIn, views: StandingsView[], now: number): Html =>
	layout({
		title: "Standing approvals · Caisey",
		who,
		at: "/approvers",
		body: html`<article class="standing">
			<nav class="path" aria-label="Where this is"><a href="/approvers">Approvers</a></nav>
			<h1>Standing approvals</h1>
			<p class="hint">Exactly these steps, on these machines, run without a vote: so many times, until a day. Each run is announced. An approver makes one on the page of a plan, under its steps.</p>
			${views.map((view) => clientSection(view, now))}
		</article>`,
	});

const clientSection = ({ client, name, standings }: StandingsView, now: number): Html => {
	const [former, live] = [
		standings.filter((one) => isFormer(one, now)).sort((a, b) => endOf(b) - endOf(a)),
		standings.filter((one) => !isFormer(one, now)),
	];
	return html`<section aria-labelledby="${client}"><h2 id="${client}">${talk(name)}</h2>
		${live.length > 0 ? html`<ul class="cards">${live.map((one) => card(client, one))}</ul>` : html`<p class="hint">None. People decide on each plan that no rule lets run.</p>`}
		${former.length > 0 ? html`<details class="fold"><summary>Over: ${count(former.length)}</summary>${former.length > mostFormer ? html`<p class="hint">These are the last ${mostFormer}. The sessions have all.</p>` : ""}<ul class="cards">${former.slice(0, mostFormer).map((one) => card(client, one))}</ul></details>` : ""}
	</section>`;
};

/** Of those that are over. */
const mostFormer = 50;
const endOf = ({ ended, until }: One): number => ended?.at ?? until;

const isFormer = ({ ended, until }: One, now: number): boolean => ended !== null || now >= until;

const tones = {
	...{ good: "good", votes: "check", passkeys: "bad" },
	...{ "used-up": "", over: "", ended: "" },
} as const satisfies Record<One["state"], string>;

const card = (client: string, one: One): Html => {
	const { id, matter, by, times, used, until, ended, state, uses } = one;
	return html`<li id="${id}">
		<div class="what"><b>${talk(matter.changes.trim() === "" ? "No words of what changes" : matter.changes)}</b> <span class="state ${tones[state]}">${standingStates[state]}</span>
			<p class="facts">${used} of ${times} used · until ${moment(until, "long")} · on ${matter.endpoints.map(({ name }, n) => html`${n > 0 ? ", " : ""}${exact(name)}`)} · ${matter.shell}</p>
			<p class="facts">${besideOf(matter)}</p>
			<ol class="steps">${matter.steps.map(step)}</ol>
			<p class="facts">Approved by ${by.map(({ name, at }, n) => html`${n > 0 ? ", " : ""}${talk(name)} on ${moment(at, "long")}`)} · <a href="/s/${matter.session}#${matter.plan}">the plan, whole</a></p>
			${ended ? html`<p class="facts">Ended ${moment(ended.at, "long")} by ${talk(ended.by)}</p>` : ""}
			${uses.length > 0 ? html`<details class="fold"><summary>Runs: ${uses.length}</summary><ol class="uses">${uses.map(({ session, at, proposer }) => html`<li><a href="/s/${session}">${moment(at, "long")}</a>, proposed by ${talk(proposer)}</li>`)}</ol></details>` : ""}
		</div>
		<div class="keys-of">${steps(client, one)}</div>
	</li>`;
};

const besideOf = ({ beside }: Matter): Html =>
	beside === undefined
		? html`Account and folder: on the plan's page`
		: html`Runs as ${exact(runsAs(beside.runAs))} · starts in ${exact(startsIn(beside.cwd))}${beside.restart ? " · restarts the machine" : ""}${beside.person === null ? "" : html` · tells the person at the machine: ${talk(beside.person)}`}`;

const step = ({ phase, command, script, left }: Matter["steps"][number]): Html =>
	html`<li><span class="phase">${phases[phase]}</span><div>${script ? html`<p class="facts">Script ${exact(script.name)}${script.arguments.length > 0 ? html` with ${script.arguments.map((one, n) => html`${n > 0 ? ", " : " "}<code>“${exact(one)}”</code>`)}` : ", without arguments"}</p>` : ""}<pre>${exact(command)}</pre>${left === undefined ? "" : html`<p class="cut">Cut here: ${count(left)} more ${left === 1 ? "character" : "characters"}. The plan's page has them.</p>`}</div></li>`;

/** Whether all that someone approves is on this page. */
const isWhole = ({ steps, beside }: Matter): boolean =>
	beside !== undefined && steps.every(({ left }) => left === undefined);

const steps = (client: string, { id, may, matter }: One): Html[] => [
	...(may.join
		? [
				html`<form method="post" action="/standing/${client}/${id}/join"><p class="hint">Read <a href="/s/${matter.session}#${matter.plan}">the plan</a> first${isWhole(matter) ? "" : ": here it isn't whole"}.</p>${isWhole(matter) ? "" : html`<label><input type="checkbox" required> I've read the whole plan</label>`}<button class="primary">Approve it, too</button></form>`,
			]
		: []),
	...(may.revoke
		? [
				html`<form method="post" action="/standing/${client}/${id}/revoke"><button class="danger">Revoke</button></form>`,
			]
		: []),
];
